"""What follows linearly from relations: equalities span a space, and bounds point one way out of it.

Differences of relations are compared at SAMPLES places of all models, far more than there are relations, so
that none is a combination of others by chance; and the cost of a relation does not depend on its variables.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from autograder.arrays import Float64
from autograder.derivations.judging.models import LATENTS, MODELS, OBSERVATIONS

SAMPLES = 16 * MODELS
LONGEST = max(OBSERVATIONS, LATENTS)
DEPENDENT = 1e-9  # relative: what is left of a vector that the others span
RESIDUAL = 1e-6  # relative, of what is compared


@cache
def _places(axes: int) -> Float64:
    """Return the places at which arrays are compared, as numbers in [0, 1) for each axis."""
    places = np.random.default_rng(0).random((SAMPLES, axes))
    places[:, 0] = (np.arange(SAMPLES) % MODELS) / MODELS
    return places


def at_places(values: Float64) -> Float64:
    """Return an array's values at the places, (SAMPLES,); an axis of length one is the same everywhere."""
    places = _places(values.ndim)
    index = tuple((places[:, axis] * length + 1e-9).astype(int) for axis, length in enumerate(values.shape))
    sample: Float64 = values[index]
    return sample


class Span:
    """An orthonormal basis of the equalities, and what is left of each bound outside of it."""

    def __init__(self) -> None:
        self.basis = np.empty((SAMPLES, 0))
        self.bounds = np.empty((SAMPLES, 0))

    def add_equality(self, vector: Float64) -> None:
        """Add a vector that is zero by what is known."""
        size = float(np.linalg.norm(vector))
        rest = self._outside(vector)
        length = float(np.linalg.norm(rest))
        if size and length > DEPENDENT * size:
            unit = (rest / length)[:, None]
            self.basis = np.hstack([self.basis, unit])
            self.bounds = self.bounds - unit @ (unit.T @ self.bounds)

    def add_bound(self, vector: Float64) -> None:
        """Add a vector that is at least zero by what is known."""
        self.bounds = np.hstack([self.bounds, self._outside(vector)[:, None]])

    def holds(self, vector: Float64, size: float, *, equal: bool) -> bool:
        """Whether a vector is in the span, or may be positive and is so but for a multiple of a bound."""
        rest = self._outside(vector)
        if np.abs(rest).max() <= size:
            return True
        if equal or not self.bounds.shape[1]:
            return False
        squares = np.maximum((self.bounds**2).sum(axis=0), np.finfo(float).tiny)
        multiples = (rest @ self.bounds) / squares
        remainders = np.abs(rest[:, None] - self.bounds * multiples).max(axis=0)
        return bool(((remainders <= size) & (multiples >= 0)).any())

    def _outside(self, vector: Float64) -> Float64:
        for _ in range(2):  # twice is enough for rounding
            vector = vector - self.basis @ (self.basis.T @ vector)
        return vector
