"""Which sum of known values an outcome is: factors, how it was reduced over the batch, and what they say."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Reduction
from autograder.openform.points import BATCH, LATENT, POINTS, SIZES

NEAR = 1e-3  # relative; float32, and 1e-8 added within a logarithm, stay far below
ABSENT = 1e-5  # a term with a smaller factor is not there


class Outcome(NamedTuple):
    """What a function gave at the points: (points, batch), or (points,) where it gives one number a batch."""

    values: Float64
    reduced: bool
    elementwise: bool = False


class Fit(NamedTuple):
    """The factors of known values in an outcome, as sums over the batch or, unreduced, of each example.

    `error` is how far they are from it, as a part of the largest term.
    """

    factors: tuple[float, ...]
    reduction: Reduction
    error: float

    @property
    def units(self) -> tuple[float, ...]:
        """The factors, those that are 1, -1 or 0 but for rounding as these."""
        return tuple(0.0 if abs(f) < ABSENT else _unit(f) for f in self.factors)


def _unit(factor: float) -> float:
    return float(np.sign(factor)) if abs(abs(factor) - 1) < NEAR else factor


def outcome(array: Array) -> Outcome | None:
    """Read what came back at all points (points, ...), or nothing where its shape is none that is known.

    A value for each latent dimension is added up over them.
    """
    shape, values = array.shape, array.astype(np.float64)
    if shape[0] != POINTS or not np.isfinite(values).all():
        return None
    if values.size == POINTS:
        return Outcome(values.reshape(POINTS), reduced=True)
    if shape[1:] == (BATCH,):
        return Outcome(values, reduced=False)
    if shape[1:] == (BATCH, LATENT):
        return Outcome(values.sum(axis=2), reduced=False, elementwise=True)
    return None


def fit(outcome: Outcome, *terms: Float64) -> Fit | None:
    """Return the factors with which terms (points, batch) add up to an outcome, or nothing where none do."""
    columns = [(term.sum(axis=1) if outcome.reduced else term).ravel() for term in terms]
    design, due = np.stack(columns, axis=1), outcome.values.ravel()
    factors = np.linalg.lstsq(design, due, rcond=None)[0]
    size = float(np.abs(design * factors).max()) or 1.0
    error = float(np.abs(design @ factors - due).max() / size)
    if not error <= NEAR or not (np.abs(factors) > ABSENT).any():
        return None
    if not outcome.reduced:
        return Fit(tuple(map(float, factors)), "none", error)
    of_mean = factors * BATCH
    is_mean = np.abs(np.abs(of_mean) - 1).min() < NEAR
    return Fit(tuple(map(float, of_mean if is_mean else factors)), "mean" if is_mean else "sum", error)


def fraction(factor: float) -> str:
    """Return a factor in words: `1/19, an average over the latent dimensions` where sizes explain it."""
    for count in (1, 2, 3):
        for axes in itertools.combinations(SIZES, count):
            product = math.prod(SIZES[axis] for axis in axes)
            for times, share in ((1.0, f"1/{product}"), (2.0, f"2/{product}"), (0.5, f"1/{2 * product}")):
                if abs(abs(factor) * product / times - 1) < NEAR:
                    return f"{share}, an average over {' and '.join(axes)}"
    return f"{abs(factor):.4g}"
