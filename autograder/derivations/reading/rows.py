"""The rows of a display as lexemes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Lexeme, nesting, significant
from autograder.derivations.tex.lexemes import lex
from autograder.derivations.tex.tokens import Token


@dataclass
class Row:
    """A row's lexemes, or why it has none, and its source."""

    lexemes: list[Lexeme]
    line: int
    tokens: list[Token]
    problem: str = ""


def whole_rows(rows: tuple[tuple[Token, ...], ...]) -> Iterator[Row]:
    """Yield rows as lexemes; those between which a bracket is open are one."""
    waiting: Row | None = None
    depth = 0
    for tokens in rows:
        line = tokens[0].line
        try:
            row = Row(lex(list(tokens)), line, list(tokens))
        except Unreadable as error:
            row = Row([], line, list(tokens), str(error))
        if waiting is not None and not row.problem and not _starts_with_relation(row):
            offset = len(waiting.tokens)
            waiting.tokens += row.tokens
            waiting.lexemes += [
                lexeme._replace(place=lexeme.place + offset)
                for lexeme in row.lexemes
                if lexeme.kind != "ampersand"
            ]
        else:
            if waiting is not None:
                yield waiting
            waiting, depth = row, 0
        depth += nesting(row.lexemes)
        if row.problem or depth <= 0:
            yield waiting
            waiting = None
    if waiting is not None:
        yield waiting


def _starts_with_relation(row: Row) -> bool:
    return [lexeme.kind for lexeme in significant(row.lexemes)[:1]] in (["relation"], ["implies"])
