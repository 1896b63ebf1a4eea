"""Small finite models in which a step is tried out, and models in which one rule of probability is broken.

A step *uses* a rule when it stops being true where that rule is broken, all else being as it was. So no
list of rewriting rules is needed: a model in which p(x|z) has nothing to do with p(x, z) shows who needs the
product rule, one in which KL is any other functional who needs its definition, one with signed weights
who needs Jensen's inequality (which holds for positive weights only, while every identity stays).
All tables have the shape (models, observations, latents), with ones where they do not depend on a variable.
In every second model they are densities against a base measure that is not one, so that their values may
exceed 1: what is true of probabilities alone, such as log p(x,z) <= 0, is not true there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MODELS, OBSERVATIONS, LATENTS = 96, 3, 4
SMALLEST = 0.02  # no entry is nearer to zero, so that logarithms and quotients stay harmless
Elbo = Literal["defined", "split", "opaque"]
Key = tuple[str, str, str]  # name, kinds of variables before the bar, and after it: ("p", "x", "z")


@dataclass(frozen=True, eq=False)
class World:
    """Many random models that agree on which rules hold."""

    tables: dict[Key, Array]
    measures: dict[str, Array]  # of observations and latents: what sums and integrals weigh each value with
    elbo: Elbo
    has_divergence: bool
    seed: int

    def generator(self, purpose: str) -> np.random.Generator:
        """Return a generator for what the tables do not hold, the same whenever it is asked for."""
        return np.random.default_rng([self.seed, *purpose.encode()])


def build(
    seed: int,
    *,
    product: bool = True,
    divergence: bool = True,
    elbo: Elbo = "defined",
    jensen: bool = True,
    distributions: tuple[str, ...] = ("p", "q"),
) -> World:
    """Make a world in which the rules that are switched off do not hold."""
    rng = np.random.default_rng(seed)
    tables: dict[Key, Array] = {}
    while not tables or min(len(table) for table in tables.values()) < MODELS:
        measures = _measures(rng, 4 * MODELS)
        draw = _tables(rng, measures, signed=not jensen)
        if not product:
            other = _tables(rng, measures, signed=not jensen)
            draw |= {key: other[key] for key in (("p", "x", "z"), ("p", "z", "x"))}
        mask = np.ones(4 * MODELS, dtype=bool)
        for table in draw.values():
            mask &= np.abs(table).reshape(len(table), -1).min(axis=1) > SMALLEST / 4
        tables = {key: table[mask][:MODELS] for key, table in draw.items()}
        weights = {kind: measure[mask][:MODELS] for kind, measure in measures.items()}
    for name in ("p", "q"):
        if name not in distributions:
            _scale(tables, name, rng)
    return World(tables, weights, elbo, divergence, seed)


def _measures(rng: np.random.Generator, models: int) -> dict[str, Array]:
    """Draw base measures; those of every second model are one everywhere."""
    ones = (np.arange(models) % 2 == 0)[:, None, None]
    shapes = {"x": (models, OBSERVATIONS, 1), "z": (models, 1, LATENTS)}
    return {kind: np.where(ones, 1.0, rng.uniform(0.05, 1.2, size=shape)) for kind, shape in shapes.items()}


def _tables(rng: np.random.Generator, measures: dict[str, Array], *, signed: bool) -> dict[Key, Array]:
    """Draw p(x), p(z|x), q(z|x) and q(x), and what follows from them."""
    x, z = measures["x"], measures["z"]
    models = len(x)
    px = _weights(rng, (models, OBSERVATIONS, 1), 1, signed=signed) / x
    pz_x = _weights(rng, (models, OBSERVATIONS, LATENTS), 2, signed=signed) / z
    pxz = px * pz_x
    pz = (x * pxz).sum(axis=1, keepdims=True)
    qz_x = _weights(rng, (models, OBSERVATIONS, LATENTS), 2, signed=signed) / z
    return {
        ("p", "x", ""): px,
        ("p", "z", ""): pz,
        ("p", "xz", ""): pxz,
        ("p", "x", "z"): pxz / pz,
        ("p", "z", "x"): pz_x,
        ("q", "z", "x"): qz_x,
        ("q", "z", ""): qz_x,
        ("q", "x", ""): _weights(rng, (models, OBSERVATIONS, 1), 1, signed=signed) / x,
    }


def _weights(rng: np.random.Generator, shape: tuple[int, ...], axis: int, *, signed: bool) -> Array:
    """Draw weights that add up to one along an axis; with `signed` one of them is negative."""
    weights = rng.gamma(1.0, size=shape) + 0.1
    if signed:
        first = np.take(weights, [0], axis=axis)
        weights = np.concatenate([-0.3 * first, np.delete(weights, 0, axis=axis)], axis=axis)
    shares: Array = weights / weights.sum(axis=axis, keepdims=True)
    return shares


def _scale(tables: dict[Key, Array], name: str, rng: np.random.Generator) -> None:
    """Give every table of a distribution another sum than one; the product rule still holds."""
    factors = {key: rng.uniform(0.4, 2.5, size=(MODELS, 1, 1)) for key in (("x", ""), ("z", ""), ("z", "x"))}
    for (of, condition), factor in factors.items():
        if (name, of, condition) in tables:
            tables[name, of, condition] = tables[name, of, condition] * factor
    if name == "p":
        tables["p", "xz", ""] = tables["p", "x", ""] * tables["p", "z", "x"]
        tables["p", "x", "z"] = tables["p", "xz", ""] / tables["p", "z", ""]
    else:
        tables["q", "z", ""] = tables["q", "z", "x"]
