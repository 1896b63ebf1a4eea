"""What the parts of the parser ask of one another."""

from __future__ import annotations

from abc import ABC, abstractmethod

from autograder.derivations.reading.cursor import Cursor
from autograder.derivations.reading.syntax import Density, Expr
from autograder.derivations.tex.lexemes import Lexeme


class Grammar(Cursor, ABC):
    """A cursor that parses; `greedy` and `wide` are how it reads what is ambiguous (see readings)."""

    greedy: bool
    wide: bool
    plain: bool  # whether a term begins here, and no sign or factor changes what it is taken of

    @abstractmethod
    def sub(self, lexemes: tuple[Lexeme, ...] | list[Lexeme]) -> Grammar:
        """Return a parser of what stands in braces or brackets."""

    @abstractmethod
    def whole(self) -> Expr:
        """Parse everything."""

    @abstractmethod
    def density(self) -> Density:
        """Parse everything, which is a density."""

    @abstractmethod
    def sum(self) -> Expr:
        """Parse terms joined by plus and minus."""

    @abstractmethod
    def term(self, *, until_big: bool = False) -> Expr:
        """Parse factors side by side, multiplied or divided; up to the next big operator where asked."""

    @abstractmethod
    def factor(self) -> Expr:
        """Parse a primary with its exponents."""

    @abstractmethod
    def group(self, inside: tuple[Lexeme, ...]) -> Expr:
        """Parse what stands in braces."""

    @abstractmethod
    def bracketed(self) -> Expr:
        """Parse a bracket."""

    @abstractmethod
    def argument(self) -> Expr:
        """Parse a macro's argument: a group or one sign."""

    @abstractmethod
    def script_expression(self) -> Expr:
        """Parse the exponent whose sign is behind."""

    @abstractmethod
    def divergence(self) -> Expr:
        """Parse KL(first || second), its name being behind."""

    @abstractmethod
    def elbo(self) -> Expr:
        """Parse the ELBO's arguments, its name being behind."""

    @abstractmethod
    def under(self, body: Expr) -> Expr:
        """Parse the subscript of an expectation of a body."""
