"""What an expression is worth in a world: an array over models and the variables that stay free."""

from __future__ import annotations

import functools
import operator

import numpy as np

from autograder.derivations.judging.binding import Binding
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


class Evaluator:
    """Evaluates expressions in one world under one reading; arrays have AXES axes, ones where constant."""

    def __init__(self, world: World, reading: Reading, scope: Scope, work: Work) -> None:
        self.world, self.reading, self.scope, self.work = world, reading, scope, work
        self._values: dict[Expr, Array] = {}
        self.binding = Binding(reading, scope)

    def of(self, expression: Expr) -> Array:
        """Return an expression's values; Unreadable where a part of it has no meaning here."""
        if expression not in self._values:
            values = self._evaluate(expression)
            self.work.spend(values.size, keep=True)
            self._values[expression] = values
        return self._values[expression]

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
                return self._table(self.binding.density(e))
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
                weights, bound = self.binding.expectation(e)
                return self._integral(self._table(weights) * self.of(body), bound)
            case Integral(_, body):
                variables = self.binding.integral(e)
                if self.binding.counts_data(e, variables):
                    return _sum(self._spread(self.of(body), variables), self._axes(variables))
                return self._integral(self.of(body), variables)
            case DataProduct(_, body):
                spread = self._spread(self.of(body), self.binding.integral(e))
                return np.asarray(spread.prod(axis=self._axes(self.binding.integral(e)), keepdims=True))
            case Divergence():
                return self._divergence(e)
            case Entropy(of):
                return self.of(Product((Number(-1.0), Expectation(of, None, Log(of)))))
        raise Unreadable("this cannot be evaluated")

    def _magnitude(self, values: Array) -> Array:
        """In a world of signed weights the logarithm is that of the magnitude: its laws stay true."""
        return np.abs(values) if (self.world.tables["p", "x", ""] < 0).any() else values

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

    def _axes(self, variables: tuple[Variable, ...]) -> tuple[int, ...]:
        return tuple(self.scope.axis(v) for v in variables)

    def _integral(self, body: Array, variables: tuple[Variable, ...]) -> Array:
        """Sum over all values of variables, each with the weight that the base measure gives it."""
        for variable in variables:
            measure = self.world.measures["z" if is_latent(variable) else "x"]
            measure = measure.reshape(*measure.shape, *(1,) * (AXES - 3))
            body = body * measure.swapaxes(2 if is_latent(variable) else 1, self.scope.axis(variable))
        return _sum(self._spread(body, variables), self._axes(variables))

    def _spread(self, body: Array, variables: tuple[Variable, ...]) -> Array:
        """Return a body with an axis of full length for each of some variables."""
        shape = [1] * AXES
        for variable in variables:
            shape[self.scope.axis(variable)] = LATENTS if is_latent(variable) else OBSERVATIONS
        return body * np.ones(shape)

    def _divergence(self, e: Divergence) -> Array:
        """KL by its definition, or, in a world without it, another functional that vanishes at p = q."""
        first, second = self.of(e.first), self.of(e.second)
        variables = self.binding.divergence(e)
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
