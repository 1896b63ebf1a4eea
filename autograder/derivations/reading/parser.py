"""Lexemes to expressions: a recursive descent over what people write, with a bound on its depth."""

from __future__ import annotations

from autograder.derivations.reading.cursor import significant
from autograder.derivations.reading.operators import BIG, Operators
from autograder.derivations.reading.symbols import Symbols
from autograder.derivations.reading.syntax import (
    Density,
    Expr,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    negative,
)
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexemes import Lexeme

MAX_DEPTH = 60


class Parser(Operators, Symbols):
    """Parses one expression, and by `sub` those within it."""

    def __init__(self, lexemes: list[Lexeme], greedy: bool, wide: bool, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise Unreadable(f"brackets are nested more than {MAX_DEPTH} deep; write it more simply")
        super().__init__(lexemes)
        self.greedy, self.wide, self.depth = greedy, wide, depth
        self.plain = True
        self.nested = 0

    def whole(self) -> Expr:
        """Parse everything."""
        expression = self.sum()
        if self.at < len(self.lexemes):
            raise self.unexpected()
        return expression

    def sub(self, lexemes: tuple[Lexeme, ...] | list[Lexeme]) -> Parser:
        """Return a parser of what stands within something, and count how deep it is."""
        return Parser(significant(lexemes), self.greedy, self.wide, self.depth + 1)

    def sum(self) -> Expr:
        """Terms joined by plus and minus."""
        terms: list[Expr] = []
        outer = self.plain
        while True:
            sign = 1
            while self.is_sign("+", "-"):
                sign = -sign if self.is_sign("-") else sign
                self.at += 1
            self.plain = sign > 0  # -E[a] - b is never -E[a - b]
            term = self.term()
            terms.append(term if sign > 0 else negative(term))
            if not self.is_sign("+", "-"):
                self.plain = outer
                return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def term(self, *, until_big: bool = False) -> Expr:
        """Factors side by side, multiplied or divided; up to the next operator-like sign where asked."""
        value = self.factor()
        self.plain = False
        divisions = 0
        while (lexeme := self.peek()) is not None:
            if self.is_sign("*"):
                self.at += 1
                negate = self.is_sign("-")
                self.at += negate
                value = _times(value, negative(self.factor()) if negate else self.factor())
            elif self.is_sign("/"):
                self.at += 1
                divisions += 1
                if divisions > MAX_DEPTH:
                    raise Unreadable(f"more than {MAX_DEPTH} divisions in a row; write fractions")
                value = Quotient(value, self.factor())
            elif (
                self.starts_factor(lexeme)
                and not (until_big and lexeme.text in BIG)
                and not self.differential()
            ):
                value = _times(value, self.factor())
            else:
                break
        return value

    def starts_factor(self, lexeme: Lexeme) -> bool:
        """Whether a factor begins with a lexeme."""
        return lexeme.kind in ("number", "name", "open", "group") or (
            lexeme.kind == "command" and lexeme.text not in ("dz", "dx", "over")
        )

    def factor(self) -> Expr:
        """A primary with its exponents."""
        self.nested += 1
        if self.nested > MAX_DEPTH:
            raise Unreadable(f"more than {MAX_DEPTH} functions of functions; write it more simply")
        base = self.primary()
        self.nested -= 1
        while self.is_sign("^", "!", "'"):
            if not self.is_sign("^"):
                raise self.unexpected()
            self.at += 1
            base = Power(base, self.script_expression())
        return base

    def primary(self) -> Expr:
        """A number, name, group or bracket, or what an operator begins."""
        lexeme = self.peek()
        if lexeme is None or not self.starts_factor(lexeme):
            raise self.unexpected()
        if lexeme.kind == "number":
            self.at += 1
            return (
                Number(float(lexeme.text))
                if lexeme.text.count(".") <= 1 and lexeme.text != "."
                else self._fail(lexeme)
            )
        if lexeme.kind == "group":
            self.at += 1
            return self.group(lexeme.inside)
        if lexeme.kind == "open":
            return self.bracketed()
        if lexeme.kind == "name":
            return self.named()
        self.at += 1
        reader = {
            "frac": self.fraction,
            "log": self.logarithm,
            "exp": self.exponential,
            "int": self.integral,
            "sum": self.total,
            "E": self.expectation,
            "kl": self.divergence,
            "elbo": self.elbo,
            "sqrt": self.root,
        }.get(lexeme.text)
        if reader is None:
            return self._fail(lexeme)
        return reader()

    def _fail(self, lexeme: Lexeme) -> Expr:
        raise Unreadable(f"`{lexeme.text[:40]}` cannot be read here")

    def group(self, inside: tuple[Lexeme, ...]) -> Expr:
        r"""What stands in braces: an expression, or above \over below."""
        over = [
            number
            for number, lexeme in enumerate(inside)
            if (lexeme.kind, lexeme.text) == ("command", "over")
        ]
        if over:
            return Quotient(self.sub(inside[: over[0]]).whole(), self.sub(inside[over[0] + 1 :]).whole())
        return self.sub(inside).whole()

    def bracketed(self) -> Expr:
        """What stands in a bracket; <...> is an expectation."""
        opening = self.lexemes[self.at].text
        content = self.bracket_content()
        if opening == "<":
            body = self.sub(content).whole()
            return self.under(body)
        return self.sub(content).whole()

    def argument(self) -> Expr:
        """A macro's argument: a group or one sign."""
        lexeme = self.peek()
        if lexeme is None:
            raise self.unexpected()
        if lexeme.kind == "number" and len(lexeme.text) > 1:  # \frac12
            self.lexemes[self.at : self.at + 1] = [lexeme._replace(text=digit) for digit in lexeme.text]
        self.at += 1
        return self.sub([self.lexemes[self.at - 1]]).whole()

    def script_expression(self) -> Expr:
        """The exponent whose sign is behind."""
        return self.sub(self.script_after()).whole()

    def script_after(self) -> list[Lexeme]:
        """Take the superscript whose sign is behind."""
        self.at -= 1
        return self.script("^")

    def density(self) -> Density:
        """Everything, which is a density."""
        expression = self.whole()
        if not isinstance(expression, Density):
            raise Unreadable("a density is expected here, such as q(z|x)")
        return expression


def _times(left: Expr, right: Expr) -> Expr:
    return Product((*left.factors, right) if isinstance(left, Product) else (left, right))
