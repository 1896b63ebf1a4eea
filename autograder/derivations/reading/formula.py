"""A formula as an expression, by the grammar formula.lark, in one of the ways to read it (readings.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, VisitError
from lark.lexer import Lexer

from autograder.derivations.reading.expressions import Expressions
from autograder.derivations.reading.scopes import with_brackets
from autograder.derivations.reading.syntax import Expr
from autograder.derivations.reading.terminals import COMMANDS, terminals
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Lexeme, within

GRAMMAR = Path(__file__).with_name("formula.lark").read_text(encoding="utf-8")
TERMINALS = sorted(set(re.findall(r"\b_?[A-Z]{2,}\b", re.sub("//.*", "", GRAMMAR))))
CONTAINERS = ("SUB", "SUP", "INDEX")  # what has formulas of its own in it
MAX_DEPTH = 120  # of expressions in expressions
STOPS = "the formula stops before it is complete"


class _Split(Lexer):
    """Hands on what is split into terminals already."""

    def __init__(self, _: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]  # it is no text
        """Yield the terminals."""
        yield from data


@cache
def parser() -> Lark:
    """Return the grammar's tables, which take a tenth of a second to make."""
    return Lark(f"{GRAMMAR}\n%declare {' '.join(TERMINALS)}", parser="lalr", lexer=_Split)


def ways(lexemes: Sequence[Lexeme]) -> Iterator[tuple[bool, bool]]:
    """Yield `greedy` and `wide` for each way to read a formula that puts its brackets elsewhere."""
    stream = terminals(lexemes)
    shapes: set[tuple[str, ...]] = set()
    has_commands = any(
        item.text in COMMANDS for token in stream if token.type in CONTAINERS for item in within(token.value)
    )
    for greedy, wide in ((True, False), (False, False), (True, True), (False, True)):
        shape = tuple(token.type for token in with_brackets(stream, greedy=greedy, wide=wide))
        if has_commands or shape not in shapes:
            shapes.add(shape)
            yield greedy, wide


def formula(lexemes: Sequence[Lexeme], *, greedy: bool, wide: bool) -> Expr:
    """Return an expression; Unreadable says what cannot be read."""

    def part(inner: Sequence[Lexeme]) -> Expr:
        return formula(inner, greedy=greedy, wide=wide)

    try:
        tree = parser().parse(with_brackets(terminals(lexemes), greedy=greedy, wide=wide))
        expression: Expr = Expressions(part).transform(tree)
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedInput as error:
        sign = str(getattr(error, "token", ""))[:40]
        raise Unreadable(f"`{sign}` cannot be read here" if sign else STOPS) from None
    if _depth(expression) > MAX_DEPTH:
        raise Unreadable(f"more than {MAX_DEPTH} functions of functions; write it more simply")
    return expression


def _depth(expression: Expr) -> int:
    """Return how deeply expressions are nested, as far as it matters."""
    level, deep = [expression], 0
    while level and deep <= MAX_DEPTH:
        level, deep = [child for outer in level for child in outer.children()], deep + 1
    return deep
