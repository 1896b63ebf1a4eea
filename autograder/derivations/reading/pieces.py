"""Displayed rows as pieces: what stands between relations, connectives and row breaks; no reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from autograder.derivations.reading.cursor import unclosed
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexemes import Lexeme, lex
from autograder.derivations.tex.tokens import Token, text_of

CONNECTIVES = frozenset(
    [
        "and",
        "so",
        "hence",
        "thus",
        "therefore",
        "then",
        "which implies",
        "i.e",
        "that is",
        "or",
        "we get",
        "implies",
        "or equivalently",
        "equivalently",
        "it follows that",
        "we have",
        "giving",
    ]
)
ASIDES = ("where", "with", "let", "here")  # what follows is about a symbol of the row
# A single upright word beside a relation is a symbol (Gap = ...), unless it begins like one of these.
REASONS = (
    *("jensen", "bayes", "gibbs", "by", "using", "since", "because", "def", "thus", "so", "hence", "note"),
    *("therefore", "where", "with", "linear", "product", "chain", "as", "from", "let", "for", "if", "then"),
    *("marginal", "const", "given", "proof", "claim", "step", "similar", "final", "now", "also", "again"),
    *("clear", "recall", "maxim", "minim", "and", "or", "normali", "apply", "assum", "monte", "expand"),
)
_MACROS = r"left|q?quad|hfill|tiny|scriptsize|footnotesize|small"
_LAYOUT = rf"(?:[&`\s]|\\(?:{_MACROS})(?![A-Za-z])|\\[,;:!\\ ]|\\(?:label|tag\*?) *\{{[^{{}}]*\}})"
LAYOUT = re.compile(rf"\A{_LAYOUT}+|{_LAYOUT}{{1,40}}\Z")  # a bound, so that no run of & takes long


@dataclass
class Row:
    """A row's lexemes, or why it has none, and its source."""

    lexemes: list[Lexeme]
    line: int
    tokens: list[Token]
    problem: str = ""


@dataclass
class Piece:
    """What stands between two relations, connectives or row breaks."""

    relation: str  # "" where none leads to it
    lexemes: list[Lexeme]
    row: Row
    new: str  # what comes before it: "row", "comma" or a relation ("")
    followed: bool  # a relation follows it in its row
    indented: bool = False
    aside: bool = False  # about a symbol of its row, or why the row is true: the argument goes on without it
    start: int = 0  # the place of its first token in its row, and of the first one after it
    end: int | None = None

    @property
    def line(self) -> int:
        """Where it begins; a row may take several lines."""
        return self.row.tokens[self.start].line if self.start < len(self.row.tokens) else self.row.line

    @property
    def place(self) -> int:
        """Where in the text it begins."""
        return self.row.tokens[min(self.start, len(self.row.tokens) - 1)].start

    @property
    def source(self) -> str:
        """Its TeX, without what aligns it."""
        return LAYOUT.sub("", text_of(self.row.tokens[self.start : self.end]))


def joined(rows: tuple[tuple[Token, ...], ...]) -> Iterator[Row]:
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
        depth += unclosed(row.lexemes)
        if row.problem or depth <= 0:
            yield waiting
            waiting = None
    if waiting is not None:
        yield waiting


def _starts_with_relation(row: Row) -> bool:
    meaning = [lexeme.kind for lexeme in row.lexemes if lexeme.kind not in ("ampersand", "space")]
    return meaning[:1] in (["relation"], ["implies"])


def pieces(row: Row) -> Iterator[Piece]:
    """Split a row at relations, connectives and commas outside all brackets; drop its reasons."""
    if row.problem:
        first = next((token.text for token in row.tokens if token.text != "&"), "")
        yield Piece("=" if first == "=" else "", [], row, "row", False)
        return
    found = [Piece("", [], row, "row", False)]
    depth = ampersands = 0
    gap = False
    for at, lexeme in enumerate(row.lexemes):
        last = found[-1]
        opens = depth == 0 and lexeme.kind == "open"
        depth = max(depth + (lexeme.kind == "open") - (lexeme.kind == "close"), 0)
        begun = bool(last.lexemes or last.relation)
        if depth and not opens:
            last.lexemes.append(lexeme)
        elif lexeme.kind == "because" or lexeme.text in ("\\forall", "\\exists") or _is_remark(lexeme, last):
            last.end = lexeme.place
            break
        elif lexeme.kind == "space":
            gap = gap or lexeme.text != "."
        elif lexeme.kind == "ampersand":
            ampersands += 1
            last.indented = last.indented or not begun
        elif lexeme.kind == "relation":
            last.followed, last.end = True, lexeme.place
            found.append(Piece(lexeme.text, [], row, "", False, aside=last.aside, start=lexeme.place))
        elif lexeme.kind == "implies" or (lexeme.kind == "operator" and lexeme.text in (",", ";") and begun):
            last.end = lexeme.place
            aside = last.aside and lexeme.kind != "implies"
            found.append(Piece("", [], row, "comma", False, aside=aside, start=_after(row, at)))
        elif lexeme.text == ":" and not begun:  # after a label
            last.start = _after(row, at)
        elif lexeme.kind == "text":
            words = lexeme.text.strip(" .,:;()").lower()
            if words.startswith("const"):
                last.lexemes.append(lexeme)
            elif _is_symbol(row.lexemes, at, last):
                last.lexemes.append(lexeme._replace(kind="name"))
            elif words in CONNECTIVES or words.split(maxsplit=1)[:1] in ([word] for word in ASIDES):
                if begun:
                    last.end = lexeme.place
                    found.append(Piece("", [], row, "comma", False, start=_after(row, at)))
                found[-1].start = _after(row, at)
                found[-1].aside = words not in CONNECTIVES and len(found) > 1
            elif last.lexemes or (begun and not last.relation):  # the reason for the step
                last.end = lexeme.place
                break
            elif not last.relation:
                last.start = _after(row, at)
                last.aside = len(found) > 1
        elif (
            opens
            and (gap or ampersands > 1 or last.lexemes)
            and _is_reason(row.lexemes, at, gap or ampersands > 1)
        ):
            last.end = lexeme.place
            break
        else:
            last.lexemes.append(lexeme)
    for number, piece in enumerate(found):
        empty = not piece.lexemes and not piece.relation
        alone = number > 0 and piece.new == "comma" and not piece.followed
        if not (empty or alone):
            yield piece


def _after(row: Row, at: int) -> int:
    """Return the place of the first token after a lexeme."""
    return row.lexemes[at + 1].place if at + 1 < len(row.lexemes) else len(row.tokens)


def _is_symbol(lexemes: list[Lexeme], at: int, piece: Piece) -> bool:
    """Whether a word in upright letters is a symbol, as in Gap = ..., and no reason or connective."""
    word = lexemes[at].text
    if not (word.isascii() and word.isalpha()) or word.lower().startswith(REASONS):
        return False
    if piece.lexemes:
        return piece.lexemes[-1].kind == "operator"
    after = (lexemes[place] for place in range(at + 1, len(lexemes)))
    following = next((item for item in after if item.kind not in ("space", "ampersand")), None)
    if following is None:
        return bool(piece.relation)
    return following.kind == "relation" or (following.kind == "operator" and following.text in "+-*/^_")


def _is_remark(group: Lexeme, piece: Piece) -> bool:
    """Whether braces after a formula hold another one, or words, and no index."""
    if not piece.lexemes or group.kind != "group" or piece.lexemes[-1].text in ("_", "^"):
        return False
    return any(item.kind in ("relation", "text") for item in group.inside)


def _is_reason(lexemes: list[Lexeme], at: int, apart: bool) -> bool:
    """Whether a bracket holds a remark, such as (by Bayes) or (p(x,z) = p(x|z)p(z)), and no factor.

    Where it stands apart a bare number is one too, such as (5).
    """
    depth = 0
    for end, lexeme in enumerate(islice(lexemes, at, None), at):
        depth += (lexeme.kind == "open") - (lexeme.kind == "close")
        if depth == 0:
            inside = lexemes[at + 1 : end]
            return apart and all(item.kind == "number" or item.text == "," for item in inside)
        if depth == 1 and lexeme.kind in ("relation", "text", "because", "implies"):
            return True
    return False
