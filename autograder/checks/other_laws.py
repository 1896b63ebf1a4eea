"""Laws that are often taken for the standard normal one: a wrong mean and spread are then the law's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy import special

from autograder.arrays import Float64

# How near the distribution functions must be; noise on so many draws is a quarter of it, and uniform
# noise of unit variance, the nearest of these laws, is five times further from the normal one.
NEAR, DRAWS = 0.012, 100_000
ROOT_3 = float(np.sqrt(3))


def _uniform(low: float, high: float) -> Callable[[Float64], Float64]:
    return lambda e: np.clip((e - low) / (high - low), 0, 1)


def _laplace(e: Float64) -> Float64:
    half: Float64 = np.exp(-np.abs(e)) / 2
    return np.where(e < 0, half, 1 - half)


LAWS: Mapping[str, Callable[[Float64], Float64]] = {
    "uniform between 0 and 1 (as rand gives it)": _uniform(0, 1),
    "uniform between -1 and 1": _uniform(-1, 1),
    "uniform between -1/2 and 1/2": _uniform(-0.5, 0.5),
    "uniform, with variance 1": _uniform(-ROOT_3, ROOT_3),
    "the absolute value of normal noise": lambda e: np.clip(2 * special.ndtr(e) - 1, 0, 1),
    "exponential": lambda e: -np.expm1(-np.maximum(e, 0)),
    "exponential less 1": lambda e: -np.expm1(-np.maximum(e + 1, 0)),
    "Laplace": _laplace,
    "Laplace, with variance 1": lambda e: _laplace(e * np.sqrt(2)),
    "logistic": special.expit,
    "Cauchy": lambda e: 0.5 + np.arctan(e) / np.pi,
}


def name(e: Float64) -> str:
    """Return the name of the law that noise follows, by the largest distance of distribution functions."""
    order_statistics = np.sort(np.ravel(e)[:DRAWS])
    middle = (np.arange(order_statistics.size) + 0.5) / order_statistics.size
    distances = {law: float(np.abs(cdf(order_statistics) - middle).max()) for law, cdf in LAWS.items()}
    nearest = min(distances, key=lambda law: distances[law])
    return nearest if distances[nearest] < NEAR else ""
