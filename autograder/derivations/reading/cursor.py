"""A place in a list of lexemes, and what can be told or taken there."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.derivations.reading.names import variable_of
from autograder.derivations.reading.syntax import Variable
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexemes import Lexeme


def significant(lexemes: tuple[Lexeme, ...] | list[Lexeme]) -> list[Lexeme]:
    """Return lexemes without those that only align and space."""
    return [lexeme for lexeme in lexemes if lexeme.kind not in ("space", "ampersand")]


def unclosed(lexemes: Sequence[Lexeme]) -> int:
    """Return how many more brackets are opened than closed."""
    return sum((lexeme.kind == "open") - (lexeme.kind == "close") for lexeme in lexemes)


class Cursor:
    """Walks over lexemes; what it takes is behind it."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self.lexemes = lexemes
        self.at = 0

    def peek(self, ahead: int = 0) -> Lexeme | None:
        """Return the lexeme here, or some places ahead."""
        return self.lexemes[self.at + ahead] if self.at + ahead < len(self.lexemes) else None

    def unexpected(self) -> Unreadable:
        """Return the error that names what stands here."""
        lexeme = self.peek()
        if lexeme is None:
            return Unreadable("the formula stops before it is complete")
        shown = {"group": "{...}", "text": f"\\text{{{lexeme.text}}}"}.get(lexeme.kind, lexeme.text)
        return Unreadable(f"`{shown[:40]}` cannot be read here")

    def is_sign(self, *signs: str) -> bool:
        """Whether one of some operators stands here."""
        lexeme = self.peek()
        return lexeme is not None and lexeme.kind == "operator" and lexeme.text in signs

    def is_command(self, *names: str) -> bool:
        """Whether one of some commands stands here."""
        lexeme = self.peek()
        return lexeme is not None and lexeme.kind == "command" and lexeme.text in names

    def bracket_content(self) -> list[Lexeme]:
        """Take what stands between this opening bracket and the one that closes it."""
        depth, start = 0, self.at + 1
        while (lexeme := self.peek()) is not None:
            depth += (lexeme.kind == "open") - (lexeme.kind == "close")
            self.at += 1
            if depth == 0:
                return self.lexemes[start : self.at - 1]
        raise Unreadable("a bracket is never closed")

    def script(self, *signs: str) -> list[Lexeme]:
        """Take the subscript or superscript, if the next sign begins one."""
        if not self.is_sign(*signs):
            return []
        self.at += 1
        lexeme = self.peek()
        if lexeme is None:
            return []
        self.at += 1
        return significant(lexeme.inside) if lexeme.kind == "group" else [lexeme]

    def scripts(self) -> tuple[list[Lexeme], list[Lexeme]]:
        """Take any subscript and superscript, primes included, in any order."""
        below: list[Lexeme] = []
        above: list[Lexeme] = []
        while self.is_sign("_", "^", "'"):
            if self.is_sign("_"):
                below = self.script("_")
            elif self.is_sign("^"):
                above += self.script("^")
            else:
                above.append(self.lexemes[self.at])
                self.at += 1
        return below, above

    def differential(self) -> Variable | None:
        """Return the variable if dz or the like stands here."""
        lexeme, following = self.peek(), self.peek(1)
        if lexeme is None:
            return None
        if lexeme.kind == "command" and lexeme.text in ("dz", "dx"):
            return lexeme.text[1]
        is_d = (lexeme.kind == "name" and lexeme.text == "d") or (
            lexeme.kind == "command" and lexeme.text == "d"
        )
        if is_d and following is not None and following.kind == "group" and following.inside:
            following = following.inside[0]
        return variable_of(following) if is_d and following is not None else None

    def take_differentials(self) -> tuple[Variable, ...]:
        """Take dz and the like, and return their variables."""
        taken: list[Variable] = []
        while (variable := self.differential()) is not None:
            self.at += 1 if self.lexemes[self.at].text in ("dz", "dx") else 2
            _, above = self.scripts()
            taken.append(variable + "'" * sum(lexeme.text == "'" for lexeme in above))
        return tuple(dict.fromkeys(taken))

    def closes_with_differential(self) -> bool:
        """Whether a differential that belongs to this integral follows, before its bracket closes."""
        start, depth, nested = self.at, 0, 0
        try:
            while (lexeme := self.peek()) is not None:
                depth += (lexeme.kind == "open") - (lexeme.kind == "close")
                if depth < 0:
                    return False
                if depth == 0 and self.is_command("int"):
                    nested += 1
                if depth == 0 and self.differential() is not None:
                    if nested == 0:
                        return True
                    nested -= 1
                self.at += 1
            return False
        finally:
            self.at = start

    def divides(self) -> bool:
        """Whether a bracket with || follows: D[q || p]."""
        lexeme = self.peek()
        if lexeme is None or lexeme.kind != "open":
            return False
        start = self.at
        content = self.bracket_content()
        self.at = start
        return any(item.kind == "bars" for item in content)
