"""What a part's writer means: its variables and symbols, and what the writing leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from autograder.derivations.reading.syntax import (
    DataProduct,
    Density,
    Expectation,
    Expr,
    Integral,
    Number,
    Sum,
    Unknown,
    Value,
    Variable,
    is_latent,
)
from autograder.derivations.tex.errors import Unreadable

AXES = 6  # models, observation, latent, and three more variables
Domain = Literal["x", "z", "posterior"]


@dataclass(frozen=True)
class Reading:
    """What a writer means where the writing leaves it open.

    `domain` is what bare p and q are densities of: p(x) and q(x), p(z) and q(z|x), or p(z|x) and q(z|x).
    `plain` is the density of an expectation without a subscript, `convex` whether an f of the writer's is,
    `loss` whether a letter L is the negative ELBO.
    """

    domain: Domain = "z"
    plain: str = "q"
    convex: bool = True
    loss: bool = False


class Scope:
    """Which axis each variable of a part has, and what the writer's own symbols mean."""

    def __init__(self, expressions: Iterable[Expr]) -> None:
        counts: Counter[Variable] = Counter()
        self.arguments: set[Variable] = set()  # of densities: these are never symbols of the writer's own
        self.weights: set[Expr] = set()  # what stands beside one minus it: between 0 and 1
        for expression in expressions:
            for node in expression.walk():
                if isinstance(node, Sum) and len(node.terms) == 2 and node.terms[0] == Number(1.0):
                    self.weights |= {v for v in node.terms[1].children() if isinstance(v, Value | Unknown)}
                if isinstance(node, Density):
                    counts.update((*node.of, *node.condition))
                    self.arguments.update((*node.of, *node.condition))
                elif isinstance(node, Integral | DataProduct | Unknown):
                    counts.update(node.variables)
                elif isinstance(node, Value | Expectation) and node.variable is not None:
                    counts[node.variable] += 1
        latents = sorted((v for v in counts if is_latent(v)), key=lambda v: (v != "z", -counts[v], v))
        observed = sorted((v for v in counts if not is_latent(v)), key=lambda v: (v != "x", -counts[v], v))
        self.observation, self.latent = (observed or ["x"])[0], (latents or ["z"])[0]
        self.axes = {self.observation: 1, self.latent: 2}
        self.axes |= {v: number for number, v in enumerate((*observed[1:], *latents[1:]), 3)}
        self.meanings: dict[Expr, Expr] = {}  # of symbols of the writer's own

    def axis(self, variable: Variable) -> int:
        """Return a variable's axis; Unreadable where there are too many of them."""
        axis = self.axes.get(variable, AXES)
        if axis >= AXES:
            raise Unreadable("there are more different variables than x and z and their copies")
        return axis
