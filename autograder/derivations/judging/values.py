"""What an expression is worth in a world: an array over models and the variables that stay free."""

from __future__ import annotations

import functools
import operator

import numpy as np

from autograder.derivations.judging.models import LATENTS, MODELS, OBSERVATIONS, Array, World
from autograder.derivations.judging.scope import AXES, Reading, Scope
from autograder.derivations.judging.work import Work
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
)
from autograder.derivations.tex.errors import Unreadable

INDICES = set("ijklmnt")


class Evaluator:
    """Evaluates expressions in one world under one reading; arrays have AXES axes, ones where constant."""

    def __init__(self, world: World, reading: Reading, scope: Scope, work: Work) -> None:
        self.world, self.reading, self.scope, self.work = world, reading, scope, work
        self._values: dict[Expr, Array] = {}
        self._free: dict[Expr, set[Variable]] = {}

    def of(self, expression: Expr) -> Array:
        """Return an expression's values; Unreadable where a part of it has no meaning here."""
        if expression not in self._values:
            values = self._evaluate(expression)
            self.work.spend(values.size, keep=True)
            self._values[expression] = values
        return self._values[expression]

    def free(self, e: Expr) -> set[Variable]:
        """Return the variables that an expression leaves free."""
        if e not in self._free:
            self._free[e] = self._find_free(e)
        return self._free[e]

    def _find_free(self, e: Expr) -> set[Variable]:
        if isinstance(e, Density):
            density = self._with_arguments(e)
            return {*density.of, *density.condition}
        if isinstance(e, Expectation):
            _, bound = self._weights(e)
            return self.free(e.body) - set(bound)
        if isinstance(e, Integral | DataProduct):
            return self.free(e.body) - set(self._integration_variables(e))
        if isinstance(e, Divergence):
            return (self.free(e.first) | self.free(e.second)) - set(self._divergence_variables(e))
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

    def _evaluate(self, e: Expr) -> Array:
        if e in self.scope.meanings:
            return self.of(self.scope.meanings[e])
        values = self._arithmetic(e)
        if values is None:
            values = self._symbol(e)
        if values is None:
            values = self._over_variables(e)
        return values

    def _arithmetic(self, e: Expr) -> Array | None:
        """Return the values of a number or an operation on values; None for anything else."""
        match e:
            case Number(value):
                return np.full((1,) * AXES, value)
            case Sum(terms):
                return functools.reduce(operator.add, map(self.of, terms))
            case Product(factors):
                return functools.reduce(operator.mul, map(self.of, factors))
            case Quotient(above, below):
                return self.of(above) / self.of(below)
            case Power(base, exponent):
                return np.asarray(np.power(self.of(base), self.of(exponent)))
            case Log(argument):
                return np.log(self._magnitude(self.of(argument)))
            case Exp(argument):
                return np.exp(self.of(argument))
            case Application(_, argument):
                return np.log(self._magnitude(self.of(argument))) * (-1.0 if self.reading.convex else 1.0)
        return None

    def _symbol(self, e: Expr) -> Array | None:
        """Return the values of what a name stands for; None for anything else."""
        match e:
            case Density():
                return self._table(self._with_arguments(e))
            case Elbo(letter):
                return -self._elbo() if letter and self.reading.loss else self._elbo()
            case Value() | Unknown() if e in self.scope.weights:
                return self._random(f"weight {e}", ()) / 3.2
            case Value(variable):
                return self._random(f"value {variable}", (variable,))
            case Unknown(name, variables):
                return self._random(f"symbol {name}", variables)
        return None

    def _over_variables(self, e: Expr) -> Array:
        """Return the values of what runs over variables: expectations, sums, integrals, divergences."""
        match e:
            case Expectation(_, _, body):
                weights, bound = self._weights(e)
                return self._integral(self._table(weights) * self.of(body), bound)
            case Integral(_, body):
                variables = self._integration_variables(e)
                if self._counts(e, variables):
                    return _sum(self._spread(self.of(body), variables), self._axes(variables))
                return self._integral(self.of(body), variables)
            case DataProduct(_, body):
                spread = self._spread(self.of(body), self._integration_variables(e))
                return np.asarray(spread.prod(axis=self._axes(self._integration_variables(e)), keepdims=True))
            case Divergence():
                return self._divergence(e)
            case Entropy(of):
                return self.of(Product((Number(-1.0), Expectation(of, None, Log(of)))))
        raise Unreadable("this cannot be evaluated")

    def _magnitude(self, values: Array) -> Array:
        """In a world of signed weights the logarithm is that of the magnitude: its laws stay true."""
        return np.abs(values) if (self.world.tables["p", "x", ""] < 0).any() else values

    def _with_arguments(self, density: Density) -> Density:
        """Give a density without arguments those that the reading says."""
        if density.of:
            return density
        x, z = self.scope.observation, self.scope.latent
        if self.reading.domain == "x":
            return Density(density.name, (x,))
        if density.name == "q" or self.reading.domain == "posterior":
            return Density(density.name, (z,), (x,))
        return Density(density.name, (z,))

    def _table(self, density: Density) -> Array:
        """Return a density's table, its axes where its variables are."""
        kinds = [
            "".join(sorted("z" if is_latent(v) else "x" for v in part))
            for part in (density.of, density.condition)
        ]
        table = self.world.tables.get((density.name, kinds[0], kinds[1]))
        if table is None:
            groups = (density.of, density.condition) if density.condition else (density.of,)
            arguments = "|".join(", ".join(group) for group in groups)
            raise Unreadable(f"{density.name}({arguments}) has no meaning in this model of x and z")
        table = table.reshape(*table.shape, *(1,) * (AXES - 3))
        for variable in (*density.of, *density.condition):
            home = 2 if is_latent(variable) else 1
            table = table.swapaxes(home, self.scope.axis(variable))
        return table

    def _weights(self, e: Expectation) -> tuple[Density, tuple[Variable, ...]]:
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
                variable = self._with_arguments(Density(name)).of[0]
        if is_latent(variable) and name == "p" and self.reading.domain == "posterior":
            return Density("p", (variable,), (self.scope.observation,)), (variable,)
        return Density(name, (variable,)), (variable,)

    def _integration_variables(self, e: Integral | DataProduct) -> tuple[Variable, ...]:
        """Return the variables that an integral runs over: those it names, else the latent one."""
        free = self.free(e.body)
        counts = free and not free & set(e.variables) and set(e.variables) <= INDICES
        if e.variables and not counts:  # \sum_i p(x_i) counts the values of x
            return e.variables
        latents = sorted(v for v in free if is_latent(v))
        return tuple(latents or sorted(free) or [self.scope.latent])[:1]

    def _axes(self, variables: tuple[Variable, ...]) -> tuple[int, ...]:
        return tuple(self.scope.axis(v) for v in variables)

    def _integral(self, body: Array, variables: tuple[Variable, ...]) -> Array:
        """Sum over all values of variables, each with the weight that the base measure gives it."""
        for variable in variables:
            measure = self.world.measures["z" if is_latent(variable) else "x"]
            measure = measure.reshape(*measure.shape, *(1,) * (AXES - 3))
            body = body * measure.swapaxes(2 if is_latent(variable) else 1, self.scope.axis(variable))
        return _sum(self._spread(body, variables), self._axes(variables))

    def _counts(self, e: Integral, variables: tuple[Variable, ...]) -> bool:
        """Whether a sum is over the examples of a data set: over an index, and not weighted by a density."""
        factors = e.body.factors if isinstance(e.body, Product) else (e.body,)
        has_density = any(isinstance(factor, Density) for factor in factors)
        return (
            variables != e.variables and set(e.variables) <= INDICES and bool(e.variables) and not has_density
        )

    def _spread(self, body: Array, variables: tuple[Variable, ...]) -> Array:
        """Return a body with an axis of full length for each of some variables."""
        shape = [1] * AXES
        for variable in variables:
            shape[self.scope.axis(variable)] = LATENTS if is_latent(variable) else OBSERVATIONS
        return body * np.ones(shape)

    def _divergence_variables(self, e: Divergence) -> tuple[Variable, ...]:
        """Return the variables that a divergence's distributions are over."""
        if isinstance(e.first, Density):
            return self._with_arguments(e.first).of
        free = self.free(e.first)
        return tuple(sorted(v for v in free if is_latent(v)) or sorted(free))[:1]

    def _divergence(self, e: Divergence) -> Array:
        """KL by its definition, or, in a world without it, another functional that vanishes at p = q."""
        first, second = self.of(e.first), self.of(e.second)
        variables = self._divergence_variables(e)
        if self.world.has_divergence:
            ratio = np.log(self._magnitude(first)) - np.log(self._magnitude(second))
            return self._integral(first * ratio, variables)
        weights = self._random("divergence", variables)
        return self._integral(weights * (first - second) ** 2 * (1 + np.abs(first)), variables)

    def _elbo(self) -> Array:
        x, z = self.scope.observation, self.scope.latent
        q = Density("q", (z,), (x,))
        if self.world.elbo == "opaque":
            return self._random("elbo", (x,))
        if self.world.elbo == "split":
            fit = Expectation(q, None, Log(Density("p", (x,), (z,))))
            return self.of(fit) - self.of(Divergence(q, Density("p", (z,))))
        return self.of(Expectation(q, None, Log(Quotient(Density("p", (x, z)), q))))

    def _random(self, purpose: str, variables: tuple[Variable, ...]) -> Array:
        """Return positive numbers that depend on variables and on nothing else."""
        shape = [1] * AXES
        shape[0] = MODELS
        for variable in variables:
            shape[self.scope.axis(variable)] = LATENTS if is_latent(variable) else OBSERVATIONS
        return self.world.generator(purpose).uniform(0.2, 3.0, size=shape)


def _sum(values: Array, axes: tuple[int, ...]) -> Array:
    total: Array = values.sum(axis=axes, keepdims=True)
    return total
