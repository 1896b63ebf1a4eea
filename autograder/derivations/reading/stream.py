"""The lexemes still to be read and the terminals so far: what stands ahead, and what stood before."""

from __future__ import annotations

from typing import Any

from lark import Token

from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Lexeme, nesting

SCRIPTS = ("SUB", "INDEX", "PRIME")


def terminal(kind: str, value: Any, label: str = "") -> Token:
    """Return a terminal with a value of any type, and what a message calls it."""
    token = Token(kind, label or (value if isinstance(value, str) else kind))
    token.value = value
    return token


class Stream:
    """Lexemes that become terminals; those still to be read are in reverse."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self.waiting = lexemes[::-1]
        self.out: list[Token] = []

    def _emit(self, kind: str, value: Any, label: str = "") -> None:
        self.out.append(terminal(kind, value, label))

    def _last(self) -> str:
        """Return the kind of the terminal before, whatever stands below or above it."""
        return next((t.type for t in reversed(self.out) if t.type not in SCRIPTS), "")

    def _opens(self, ahead: int = 0) -> bool:
        """Whether a bracket opens here, or some places ahead."""
        return len(self.waiting) > ahead and self.waiting[-1 - ahead].kind == "open"

    def _content(self, ahead: int = 0) -> list[Lexeme]:
        """Return what stands in the bracket that opens here, or some places ahead."""
        depth = 0
        start = len(self.waiting) - 1 - ahead
        for at in range(start, -1, -1):
            depth += nesting([self.waiting[at]])
            if depth == 0:
                return self.waiting[at + 1 : start][::-1]
        raise Unreadable("a bracket is never closed")

    def _drop_bracket(self) -> None:
        del self.waiting[-len(self._content()) - 2 :]

    def _scripts_ahead(self) -> int:
        """Return how many lexemes stand below a name, or as its primes."""
        ahead = 0
        while len(self.waiting) > ahead and self.waiting[-1 - ahead].is_sign("_'"):
            ahead += 1 if self.waiting[-1 - ahead].text == "'" else 2
        return min(ahead, len(self.waiting))

    def _in_density(self) -> bool:
        """Whether a density's arguments are open here."""
        depth = 0
        for place in range(len(self.out) - 1, -1, -1):
            depth += (self.out[place].type == "_RP") - (self.out[place].type == "_LP")
            if depth < 0:
                before = (t.type for t in reversed(self.out[:place]) if t.type not in SCRIPTS)
                return next(before, "") == "DENSITY"
        return False
