"""What each rule of formula.lark says: the expression of its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lark import Token, v_args
from lark.visitors import Transformer_NonRecursive

from autograder.derivations.reading.syntax import (
    Application,
    DataProduct,
    Density,
    Divergence,
    Elbo,
    Entropy,
    Exp,
    Expectation,
    Expr,
    Integral,
    Log,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Unknown,
    Value,
    Variable,
    is_latent,
    negative,
)
from autograder.derivations.reading.variables import PARAMETERS, variable_of
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Lexeme

BOUNDS = ("elbo", "vlb", "elb", "lower", "bound", "lowerbound")  # below L: the ELBO
INDICES = "ijknmxyz"  # below a density without arguments: p_i is p(i)
Lexemes = list[Lexeme]
Scripts = tuple[Lexemes, str]  # what stands below, and the primes
Arguments = tuple[list[Variable], list[Variable]]  # before the bar, and after it


@v_args(inline=True)
class Expressions(Transformer_NonRecursive[Token, Expr]):
    """Makes expressions; `part` reads what stands below or above a sign."""

    def __init__(self, part: Callable[[Lexemes], Expr]) -> None:
        super().__init__()
        self.part = part

    def add(self, *terms: Expr) -> Expr:
        return Sum(terms)

    def negative(self, term: Expr) -> Expr:
        return negative(term)

    def times(self, left: Expr, right: Expr) -> Expr:
        return Product((*left.factors, right) if isinstance(left, Product) else (left, right))

    def times_negative(self, left: Expr, right: Expr) -> Expr:
        return self.times(left, negative(right))

    def quotient(self, above: Expr, below: Expr) -> Expr:
        return Quotient(above, below)

    def power(self, base: Expr, exponent: Token) -> Expr:
        return Power(base, self.part(exponent.value))

    def number(self, digits: Token) -> Expr:
        if digits.count(".") > 1 or digits == ".":
            raise Unreadable(f"`{digits[:40]}` cannot be read here")
        return Number(float(digits))

    def root(self, argument: Expr) -> Expr:
        return Power(argument, Number(0.5))

    def log(self, scripts: Scripts, exponent: Token | None, argument: Expr) -> Expr:
        base, _ = scripts
        value: Expr = Log(argument)
        if base and base[0].text != "e":
            value = Quotient(value, Log(self.part(base)))
        return Power(value, self.part(exponent.value)) if exponent else value

    def exp(self, argument: Expr) -> Expr:
        return Exp(argument)

    def exp_power(self, exponent: Token) -> Expr:
        return Exp(self.part(exponent.value))

    def expectation(self, scripts: Scripts, body: Expr) -> Expr:
        """E with its subscript: z ~ q(z|x), q(z|x), q or z."""
        below, _ = scripts
        if not below:
            return Expectation(None, None, body)
        tilde = [n for n, lexeme in enumerate(below) if lexeme.kind == "relation" and lexeme.text == "~"]
        variable = variable_of(below[0])
        if tilde:
            if variable is None and tilde[0] > 0:
                raise Unreadable("the expectation's subscript cannot be read; write z \\sim q(z|x)")
            return Expectation(self._density(self.part(below[tilde[0] + 1 :])), variable, body)
        if below[0].kind == "name" and below[0].text.lower() not in ("p", "q"):
            if variable is None:
                name = below[0].text
                raise Unreadable(f"the expectation under `{name}` cannot be read; write z \\sim q(z|x)")
            return Expectation(None, variable, body)
        return Expectation(self._density(self.part(below)), None, body)

    def mean(self, body: Expr, below: Token | None) -> Expr:
        return self.expectation((below.value if below else [], ""), body)

    def integral(self, scripts: Scripts, first: Token | None, body: Expr, last: Token | None) -> Expr:
        below, _ = scripts
        if differential := first or last:
            return Integral(tuple(dict.fromkeys(differential.value)), body)
        variable = variable_of(below[0]) if below and below[0].kind == "name" else None
        return Integral((variable,) if variable else (), body)

    def total(self, scripts: Scripts, differential: Token | None, body: Expr) -> Expr:
        below, _ = scripts
        variable = next((v for lexeme in below if (v := variable_of(lexeme))), None)
        if below and variable is None:
            raise Unreadable("the sum's index cannot be read; write \\sum_z or \\sum_x")
        return Integral((variable,) if variable else (), body)

    def product_over(self, scripts: Scripts, body: Expr) -> Expr:
        below, _ = scripts
        variable = next((v for lexeme in below if (v := variable_of(lexeme))), None)
        return DataProduct((variable,) if variable else (), body)

    def pair(self, first: Expr, second: Expr | None) -> tuple[Expr, Expr]:
        if second is None and isinstance(first, Quotient):
            return first.above, first.below
        if second is None:
            raise Unreadable("KL needs two distributions; write KL(q(z|x) \\| p(z))")
        return first, second

    def divergence(self, _: Scripts, pair: tuple[Expr, Expr] | None) -> Expr:
        return Divergence(*pair) if pair else Divergence(Density("q"), Density("p"))

    def entropy(self, _: Scripts, first: Expr, second: Expr | None) -> Expr:
        """H(p), or the cross-entropy H(p, q)."""
        if second is None:
            return Entropy(self._density(first))
        return negative(Expectation(self._density(first), None, Log(self._density(second))))

    def elbo(self, *_: Any) -> Expr:
        return Elbo()

    def letter(self, name: Token, scripts: Scripts) -> Expr:
        """L or F: the ELBO, unless a word below it, as in L_{VAE}, makes it a symbol of the writer's own."""
        below, _ = scripts
        letters = _letters(below)
        if letters.lower() in BOUNDS:
            return Elbo()
        word = all(lexeme.kind in ("name", "text", "command") for lexeme in below)
        if word and len(letters) > 2 and letters.isascii():
            return Unknown(f"{name} {letters}")
        return Elbo(letter=True)

    def name(self, token: Token, scripts: Scripts = ([], "")) -> Expr:
        lexeme, (below, primes) = token.value, scripts
        variable = variable_of(lexeme)
        if (variable is not None and is_latent(variable)) or lexeme.text in ("x", "y", "X", "Y", "t"):
            digits = below[0].text if len(below) == 1 and below[0].kind == "number" else ""
            return Value(str(variable) + digits + primes)
        if lexeme.text == "d":
            raise Unreadable("`d` cannot be read here; write the integral as \\int ... dz")
        return Unknown(lexeme.text + primes + _letters(below)[:20])

    def own(self, token: Token) -> Expr:
        function: Expr = token.value
        return function

    def application(self, name: Token, argument: Expr) -> Expr:
        return Application(str(name), argument)

    def density(self, name: Token, scripts: Scripts = ([], ""), arguments: Arguments | None = None) -> Expr:
        below, primes = scripts
        if primes:
            raise Unreadable(f"`{name}'` cannot be read; only p and q have a meaning here")
        if arguments is None:
            only = below[0] if len(below) == 1 and below[0].kind == "name" else None
            if only is not None and only.text in INDICES:
                return Density(str(name), (str(variable_of(only)),))
            return Density(str(name), index=_letters(below))
        of, condition = arguments
        index = variable_of(below[0]) if len(below) == 1 else None
        if index in ("x", "z") and index not in (*of, *condition) and len(of) == 1:
            condition = [str(index)]  # q_x(z)
        if "." in of and condition:  # q(.|x) is a distribution over the other variable
            of = ["x" if condition[0] == "z" else "z"]
        return Density(str(name), tuple(v for v in of if v != "."), tuple(condition), _letters(below))

    def arguments(self, *groups: Any) -> Arguments:
        """Before the bar and after it; parameters, as after a semicolon, are no variables."""
        if isinstance(groups[0], tuple):
            return groups[0]
        of, *conditions = groups
        return of, [variable for group in conditions for variable in group if variable not in of]

    def variables(self, *names: Variable | None) -> list[Variable]:
        return list(dict.fromkeys(v for v in names if v is not None))

    def variable(self, name: Token, scripts: Scripts, *_: Any) -> Variable | None:
        """One argument of a density; None where it is a parameter."""
        if name.type == "dot":
            return "."
        lexeme: Lexeme = name.value
        if lexeme.text in PARAMETERS:
            return None
        variable = variable_of(lexeme)
        if variable is None:
            raise Unreadable(
                f"the argument `{lexeme.text[:40]}` of a density cannot be read; write p(x|z), q(z|x)"
            )
        return variable + scripts[1]

    def dot(self) -> Token:
        return Token("dot", ".")

    def bare(self, name: Token, *_: Any) -> Token:
        return name

    def scripts(self, *marks: Token) -> Scripts:
        below: Lexemes = next((token.value for token in marks if token.type == "SUB"), [])
        return below, "'" * sum(token.type == "PRIME" for token in marks)

    def _density(self, expression: Expr) -> Density:
        if not isinstance(expression, Density):
            raise Unreadable("a density is expected here, such as q(z|x)")
        return expression


def _letters(lexemes: Sequence[Lexeme]) -> str:
    return "".join(lexeme.text for lexeme in lexemes)
