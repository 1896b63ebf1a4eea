"""One side of a step, as the mistakes in it see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from autograder.derivations.reading.syntax import Density, Entropy, Expectation, Expr, Variable, is_latent


@dataclass(frozen=True)
class Side:
    """What stands on one side of a step, and what its writer calls the observation and the latent."""

    expression: Expr
    x: Variable
    z: Variable

    @cached_property
    def nodes(self) -> list[Expr]:
        """All expressions within."""
        return list(self.expression.walk())

    @property
    def q(self) -> Density:
        """The variational density."""
        return Density("q", (self.z,), (self.x,))

    @cached_property
    def factors(self) -> list[Density]:
        """The densities that stand as factors, those that are mistaken most often first."""
        laws = {id(node.under) for node in self.nodes if isinstance(node, Expectation)}
        laws |= {id(node.of) for node in self.nodes if isinstance(node, Entropy)}
        densities = [node for node in self.nodes if isinstance(node, Density) and id(node) not in laws]
        return sorted(densities, key=lambda d: (d.name == "q", any(map(is_latent, d.condition[:1]))))

    def of(self, *kinds: type[Expr]) -> Iterator[Expr]:
        """Yield the expressions of some kinds."""
        return (node for node in self.nodes if isinstance(node, kinds))

    def with_(self, node: Expr, other: Expr) -> Expr:
        """Return the side with one node replaced."""
        return self.expression.substitute(node, other)


def density_text(factor: Density) -> str:
    """Write a density as students do."""
    condition = f"|{', '.join(factor.condition)}" if factor.condition else ""
    return f"{factor.name}({', '.join(factor.of)}{condition})" if factor.of else factor.name
