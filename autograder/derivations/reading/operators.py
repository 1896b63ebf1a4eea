"""Operators of formulas: logarithms, expectations, integrals, sums and divergences, and what each is of."""

from __future__ import annotations

from autograder.derivations.reading.cursor import significant
from autograder.derivations.reading.grammar import Grammar
from autograder.derivations.reading.names import variable_of
from autograder.derivations.reading.syntax import (
    Density,
    Divergence,
    Exp,
    Expectation,
    Expr,
    Integral,
    Log,
    Number,
    Power,
    Quotient,
)
from autograder.derivations.tex.errors import Unreadable

BIG = ("int", "sum", "E", "log", "kl", "elbo")  # what ends the product that a logarithm takes


class Operators(Grammar):
    """Parses what begins with an operator, which is behind it already."""

    def fraction(self) -> Expr:
        """A fraction of two arguments."""
        return Quotient(self.argument(), self.argument())

    def root(self) -> Expr:
        """A square root."""
        return Power(self.argument(), Number(0.5))

    def logarithm(self) -> Expr:
        """A logarithm, perhaps with a base and a power."""
        below, above = self.scripts()
        value = Log(self.operand())
        if below and below[0].text != "e":
            value_with_base: Expr = Quotient(value, Log(self.sub(below).whole()))
        else:
            value_with_base = value
        return Power(value_with_base, self.sub(above).whole()) if above else value_with_base

    def exponential(self) -> Expr:
        """The exponential of what follows."""
        return Exp(self.operand())

    def operand(self) -> Expr:
        """What a logarithm is taken of: the next factor, or the product that it begins."""
        self.plain = False
        lexeme = self.peek()
        if lexeme is not None and lexeme.kind == "command" and lexeme.text in BIG and lexeme.text != "log":
            return self.factor()
        return self.term(until_big=True) if self.greedy else self.factor()

    def integral(self) -> Expr:
        """An integral, whose variable may come first, last, below the sign or not at all."""
        below, _ = self.scripts()
        while self.is_command("int"):
            self.at += 1
            below = self.scripts()[0] or below
        variables = self.take_differentials()
        while (lexeme := self.peek()) is not None and lexeme.kind == "group":  # \int{q(z) dz}
            self.lexemes[self.at : self.at + 1] = significant(lexeme.inside)
            variables = variables or self.take_differentials()
        named = variable_of(below[0]) if below and below[0].kind == "name" else None
        if not variables and self.closes_with_differential():
            body = self.sum()
            return Integral(self.take_differentials(), body)
        return Integral(variables or ((named,) if named else ()), self.scope())

    def total(self) -> Expr:
        """A sum."""
        below, _ = self.scripts()
        variable = next((v for lexeme in below if (v := variable_of(lexeme))), None)
        if below and variable is None:
            raise Unreadable("the sum's index cannot be read; write \\sum_z or \\sum_x")
        return Integral((variable,) if variable else (), self.scope())

    def scope(self) -> Expr:
        """What an expectation, sum or integral without brackets is of."""
        return self.sum() if self.wide and self.plain else self.term()

    def expectation(self) -> Expr:
        """An expectation with a bracket, or of what follows."""
        start = self.at
        self.scripts()
        after = self.at
        lexeme = self.peek()
        if lexeme is not None and lexeme.kind == "open":
            body = self.bracketed()
        elif (
            lexeme is not None
            and lexeme.kind == "group"
            and lexeme.inside
            and lexeme.inside[0].kind == "open"
        ):
            self.at += 1
            body = self.group(lexeme.inside)
        else:
            body = self.scope()
        end, self.at = self.at, start
        expression = self.under(body)
        if self.at != after:
            raise self.unexpected()
        self.at = end
        return expression

    def under(self, body: Expr) -> Expr:
        """Read an expectation's subscript: z ~ q(z|x), q(z|x), q or z."""
        below, _ = self.scripts()
        if not below:
            return Expectation(None, None, body)
        tilde = [n for n, lexeme in enumerate(below) if lexeme.kind == "relation" and lexeme.text == "~"]
        if tilde:
            variable = variable_of(below[0])
            if variable is None and tilde[0] > 0:
                raise Unreadable("the expectation's subscript cannot be read; write z \\sim q(z|x)")
            parser = self.sub(below[tilde[0] + 1 :])
            return Expectation(parser.density(), variable, body)
        if below[0].kind == "name" and below[0].text.lower() not in ("p", "q"):
            variable = variable_of(below[0])
            if variable is None:
                raise Unreadable(
                    f"the expectation under `{below[0].text}` cannot be read; write z \\sim q(z|x)"
                )
            return Expectation(None, variable, body)
        return Expectation(self.sub(below).density(), None, body)

    def divergence(self) -> Expr:
        """KL(first || second), whatever the signs between them; KL alone has none."""
        self.scripts()
        lexeme = self.peek()
        if lexeme is None or lexeme.kind not in ("open", "group"):
            return Divergence(Density("q"), Density("p"))
        if lexeme.kind == "group":
            self.at += 1
            content = list(lexeme.inside)
            if content and content[0].kind == "open" and content[-1].kind == "close":
                content = content[1:-1]
        else:
            content = self.bracket_content()
        for signs in (("||",), ("|",), tuple(",;:/")):
            depth = 0
            for number, item in enumerate(content):
                depth += (item.kind == "open") - (item.kind == "close")
                if depth == 0 and item.text in signs:
                    first, second = self.sub(content[:number]), self.sub(content[number + 1 :])
                    return Divergence(first.whole(), second.whole())
        raise Unreadable("KL needs two distributions; write KL(q(z|x) \\| p(z))")
