"""Which variables an expression leaves free, and which ones its means, integrals and divergences bind."""

from __future__ import annotations

from autograder.derivations.judging.scope import Reading, Scope
from autograder.derivations.reading.syntax import (
    DataProduct,
    Density,
    Divergence,
    Elbo,
    Expectation,
    Expr,
    Integral,
    Product,
    Unknown,
    Value,
    Variable,
    is_latent,
)

INDICES = set("ijklmnt")


class Binding:
    """Binds what the writer leaves open under one reading, in one scope."""

    def __init__(self, reading: Reading, scope: Scope) -> None:
        self.reading, self.scope = reading, scope
        self._free: dict[Expr, set[Variable]] = {}

    def free(self, e: Expr) -> set[Variable]:
        """Return the variables that an expression leaves free."""
        if e not in self._free:
            self._free[e] = self._find_free(e)
        return self._free[e]

    def _find_free(self, e: Expr) -> set[Variable]:
        if isinstance(e, Density):
            density = self.density(e)
            return {*density.of, *density.condition}
        if isinstance(e, Expectation):
            _, bound = self.expectation(e)
            return self.free(e.body) - set(bound)
        if isinstance(e, Integral | DataProduct):
            return self.free(e.body) - set(self.integral(e))
        if isinstance(e, Divergence):
            return (self.free(e.first) | self.free(e.second)) - set(self.divergence(e))
        if isinstance(e, Elbo):
            return {self.scope.observation}
        if e in self.scope.meanings:
            return self.free(self.scope.meanings[e])
        if e in self.scope.weights:
            return set()
        if isinstance(e, Value):
            return {e.variable}
        if isinstance(e, Unknown):
            return set(e.variables)
        return {v for child in e.children() for v in self.free(child)}

    def expectation(self, e: Expectation) -> tuple[Density, tuple[Variable, ...]]:
        """Return the density that an expectation is under, and the variables that it binds."""
        if e.under is not None and e.under.of:
            return e.under, e.under.of
        name = e.under.name if e.under is not None else self.reading.plain
        variable = e.variable
        if variable is None:
            free = self.free(e.body)
            latents = sorted(v for v in free if is_latent(v))
            others = sorted(free - set(latents))
            if latents or others:
                usual = [v for v in (self.scope.latent, self.scope.observation) if v in free]
                variable = latents[0] if len(latents) == 1 else (usual or latents or others)[0]
            else:
                variable = self.density(Density(name)).of[0]
        if is_latent(variable) and name == "p" and self.reading.domain == "posterior":
            return Density("p", (variable,), (self.scope.observation,)), (variable,)
        return Density(name, (variable,)), (variable,)

    def integral(self, e: Integral | DataProduct) -> tuple[Variable, ...]:
        """Return the variables that an integral runs over: those it names, else the latent one."""
        free = self.free(e.body)
        counts = free and not free & set(e.variables) and set(e.variables) <= INDICES
        if e.variables and not counts:  # \sum_i p(x_i) counts the values of x
            return e.variables
        latents = sorted(v for v in free if is_latent(v))
        return tuple(latents or sorted(free) or [self.scope.latent])[:1]

    def divergence(self, e: Divergence) -> tuple[Variable, ...]:
        """Return the variables that a divergence's distributions are over."""
        if isinstance(e.first, Density):
            return self.density(e.first).of
        free = self.free(e.first)
        return tuple(sorted(v for v in free if is_latent(v)) or sorted(free))[:1]

    def counts_data(self, e: Integral, variables: tuple[Variable, ...]) -> bool:
        """Whether a sum is over the examples of a data set: over an index, and not weighted by a density."""
        factors = e.body.factors if isinstance(e.body, Product) else (e.body,)
        has_density = any(isinstance(factor, Density) for factor in factors)
        return (
            variables != e.variables and set(e.variables) <= INDICES and bool(e.variables) and not has_density
        )

    def density(self, density: Density) -> Density:
        """Give a density without arguments those that the reading says."""
        if density.of:
            return density
        x, z = self.scope.observation, self.scope.latent
        if self.reading.domain == "x":
            return Density(density.name, (x,))
        if density.name == "q" or self.reading.domain == "posterior":
            return Density(density.name, (z,), (x,))
        return Density(density.name, (z,))
