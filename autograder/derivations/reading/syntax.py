"""What a formula says: a small tree of expressions about p, q, logarithms, expectations and divergences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

Variable = str  # "x", "z", "z'": letters for one thing, whatever decoration the writer gave them
LATENT = ("z", "h", "ζ", "w", "u")


def is_latent(variable: Variable) -> bool:
    """Whether a variable has values in the latent space; any other is an observation."""
    return variable[0] in LATENT


@dataclass(frozen=True)
class Expr:
    """Any expression."""

    def children(self) -> Iterator[Expr]:
        """Yield the expressions that this one is built of."""
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Expr):
                yield value
            elif isinstance(value, tuple):
                yield from (item for item in value if isinstance(item, Expr))

    def walk(self) -> Iterator[Expr]:
        """Yield this expression and all within it."""
        yield self
        for child in self.children():
            yield from child.walk()

    def substitute(self, old: Expr, new: Expr) -> Expr:
        """Return this expression with one node, told by identity, replaced."""
        if self is old:
            return new
        changes: dict[str, Any] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Expr) and (result := value.substitute(old, new)) is not value:
                changes[part.name] = result
            elif isinstance(value, tuple):
                items = tuple(v.substitute(old, new) if isinstance(v, Expr) else v for v in value)
                if any(a is not b for a, b in zip(items, value, strict=True)):
                    changes[part.name] = items
        return replace(self, **changes) if changes else self


@dataclass(frozen=True)
class Number(Expr):
    """A constant."""

    value: float


@dataclass(frozen=True)
class Density(Expr):
    """p(of | condition); `of` is empty where the writer gave no argument at all."""

    name: str  # "p" or "q"
    of: tuple[Variable, ...] = ()
    condition: tuple[Variable, ...] = ()
    index: str = field(default="", compare=False)  # below the name


@dataclass(frozen=True)
class Log(Expr):
    """The natural logarithm."""

    argument: Expr


@dataclass(frozen=True)
class Exp(Expr):
    """The exponential."""

    argument: Expr


@dataclass(frozen=True)
class Sum(Expr):
    """Terms added up."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True)
class Product(Expr):
    """Factors multiplied."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True)
class Quotient(Expr):
    """A fraction."""

    above: Expr
    below: Expr


@dataclass(frozen=True)
class Power(Expr):
    """A power."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True)
class Expectation(Expr):
    """An expectation under a density; without one, and without a variable, as the reader has to guess."""

    under: Density | None
    variable: Variable | None
    body: Expr


@dataclass(frozen=True)
class Integral(Expr):
    """An integral or sum over all values of variables; without any, over the one that its body suggests."""

    variables: tuple[Variable, ...]
    body: Expr


@dataclass(frozen=True)
class DataProduct(Expr):
    """A product over the values of a variable, as over the examples of a data set."""

    variables: tuple[Variable, ...]
    body: Expr


@dataclass(frozen=True)
class Divergence(Expr):
    """KL(first || second)."""

    first: Expr
    second: Expr


@dataclass(frozen=True)
class Entropy(Expr):
    """The entropy of a density."""

    of: Density


@dataclass(frozen=True)
class Elbo(Expr):
    """The evidence lower bound, as a word, or as a letter, which some use for a loss: its negative."""

    letter: bool = False


@dataclass(frozen=True)
class Value(Expr):
    """A variable as a number: the random variable X, or the t of log t <= t - 1."""

    variable: Variable


@dataclass(frozen=True)
class Unknown(Expr):
    """A symbol of the writer's own, perhaps a function of variables."""

    name: str
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True)
class Application(Expr):
    """A function of the writer's own, of anything: the f of Jensen's inequality."""

    name: str
    argument: Expr


def negative(expression: Expr) -> Expr:
    """Return minus an expression."""
    return Product((Number(-1.0), expression))
