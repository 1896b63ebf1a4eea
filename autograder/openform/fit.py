"""Which sum of known values an outcome is: factors, how it was reduced over the batch, and what they say."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Reduction
from autograder.openform.points import BATCH, LATENT, POINTS, SIZES

NEAR = 1e-3  # relative; float32, and 1e-8 added within a logarithm, stay far below
ABSENT = 1e-6  # a term with a smaller factor is not there


class Outcome(NamedTuple):
    """What a function gave at the points: (points, batch), or (points,) where it gives one number a batch."""

    values: Float64
    reduced: bool
    elementwise: bool = False


class Fit(NamedTuple):
    """The factors of known values in an outcome, as sums over the batch or, unreduced, of each example."""

    factors: tuple[float, ...]
    reduction: Reduction

    @property
    def units(self) -> tuple[float, ...]:
        """The factors where each is 1, -1 or 0 but for rounding; else as they are."""
        return tuple(round(f) if abs(f - round(f)) < NEAR and abs(f) < 1.5 else f for f in self.factors)


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
    known, due = np.stack(columns, axis=1), outcome.values.ravel()
    factors = np.linalg.lstsq(known, due, rcond=None)[0]
    size = float(np.abs(known * factors).max()) or 1.0
    if not np.abs(known @ factors - due).max() <= NEAR * size or not (np.abs(factors) > ABSENT).any():
        return None
    if not outcome.reduced:
        return Fit(tuple(map(float, factors)), "none")
    of_mean = factors * BATCH
    is_mean = np.abs(np.abs(of_mean) - 1).min() < NEAR
    return Fit(tuple(map(float, of_mean if is_mean else factors)), "mean" if is_mean else "sum")


def fraction(factor: float) -> str:
    """Return a factor in words: `1/19, averaged over the latent dimensions` where sizes explain it."""
    for count in (1, 2, 3):
        for axes in itertools.combinations(SIZES, count):
            product = float(np.prod([SIZES[axis] for axis in axes]))
            for half, words in ((1.0, ""), (2.0, "twice "), (0.5, "half ")):
                if abs(abs(factor) * product / half - 1) < NEAR:
                    return f"{words}1/{product:g} of it, averaged over {' and '.join(axes)}"
    return f"{abs(factor):.4g} times it"
