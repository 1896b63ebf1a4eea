"""A place in a row of tokens: what comes next, what stands in braces, and the lexemes so far."""

from __future__ import annotations

from autograder.derivations.tex import vocabulary as words
from autograder.derivations.tex.lexeme import Kind, Lexeme
from autograder.derivations.tex.tokens import Token


class Cursor:
    """Goes over a row's tokens once, so many braces deep."""

    def __init__(self, row: list[Token], depth: int) -> None:
        self.row, self.depth = row, depth
        self.at = self.line = 0
        self.out: list[Lexeme] = []

    def _emit(self, kind: Kind, text: str, inside: tuple[Lexeme, ...] = ()) -> None:
        self.out.append(Lexeme(kind, text, self.line, inside))

    def _next(self) -> Token | None:
        return self.row[self.at] if self.at < len(self.row) else None

    def _last(self, kind: Kind) -> Lexeme | None:
        """Return the lexeme before, if it is of a kind."""
        return self.out[-1] if self.out and self.out[-1].kind == kind else None

    def _tokens(self) -> list[Token]:
        """Take a group without its braces, or one token."""
        first = self._next()
        if first is None:
            return []
        self.at += 1
        if first.kind != "open":
            return [first]
        level, start = 1, self.at
        while (token := self._next()) is not None:
            level += (token.kind == "open") - (token.kind == "close")
            self.at += 1
            if level == 0:
                return self.row[start : self.at - 1]
        return self.row[start:]

    def _skip_scripts(self) -> None:
        r"""Leave out what stands below or above: _{why}, or _\text{why}."""
        while (following := self._next()) is not None and following.text in ("_", "^"):
            self.at += 1
            script = self._tokens()
            if len(script) == 1 and script[0].kind == "macro" and script[0].text in words.TAKES_ARGUMENT:
                self._tokens()
