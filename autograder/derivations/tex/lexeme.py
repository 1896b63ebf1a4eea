"""One lexeme of a formula, and what is told of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Kind = Literal[
    "number",
    "name",
    "operator",
    "open",
    "close",
    "bar",
    "bars",
    "relation",
    "implies",
    "because",
    "text",
    "group",
    "command",
    "space",
    "ampersand",
    "unknown",
]


class Lexeme(NamedTuple):
    """One lexeme, with its line and the place of its token in the row.

    A group has its content, and what is written below or above a brace around it.
    """

    kind: Kind
    text: str
    line: int
    inside: tuple[Lexeme, ...] = ()
    place: int = 0
    label: tuple[Lexeme, ...] = ()

    def is_sign(self, signs: str) -> bool:
        """Whether this is one of some operators of one letter."""
        return self.kind == "operator" and self.text in signs


def significant(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """Return lexemes without those that only align and space."""
    return [lexeme for lexeme in lexemes if lexeme.kind not in ("space", "ampersand")]


def nesting(lexemes: Sequence[Lexeme]) -> int:
    """Return how many more brackets are opened than closed."""
    return sum((lexeme.kind == "open") - (lexeme.kind == "close") for lexeme in lexemes)


def within(lexemes: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Yield lexemes and those in their braces."""
    for lexeme in lexemes:
        yield lexeme
        yield from within(lexeme.inside)
