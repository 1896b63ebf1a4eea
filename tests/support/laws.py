"""Noise right and wrong, and what it means that a law of noise is calibrated."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy import stats as scipy_stats

from autograder.checks import laws

Noise = NDArray[np.float64]
PValue = Callable[[Noise], float]
Draw = Callable[[np.random.Generator, tuple[int, ...]], Noise]

SHAPE = (4, 6, 5)
CERTAIN = 1e-6  # the chance that a right law fails one comparison with a binomial law
TAIL_CHANCE = 2 * float(scipy_stats.norm.sf(laws.TAIL_EDGE))


class Law(NamedTuple):
    """A p-value, the noise it must reject nearly always, and the shapes and noise under which it is right."""

    p_value: PValue
    sees: tuple[Draw, ...]
    shape: tuple[int, ...] = SHAPE
    right: Draw = lambda rng, shape: rng.standard_normal(shape)


def shifted(by: float) -> Draw:
    """Noise of another mean."""
    return lambda rng, shape: rng.standard_normal(shape) + by


def scaled(by: float) -> Draw:
    """Noise of another standard deviation."""
    return lambda rng, shape: rng.standard_normal(shape) * by


def shared(axis: int) -> Draw:
    """Noise that is the same along an axis."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        once = rng.standard_normal([1 if i == axis else n for i, n in enumerate(shape)])
        return np.array(np.broadcast_to(once, shape))

    return draw


def centred(axis: int) -> Draw:
    """Noise that adds up to zero along an axis."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        e = rng.standard_normal(shape)
        return np.asarray(e - e.mean(axis=axis, keepdims=True))

    return draw


def opposite(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
    """Noise whose every second call mirrors the one before."""
    e = rng.standard_normal(shape)
    e[1::2] = -e[::2]
    return e


def clamped(at: float) -> Draw:
    """Noise with its tails cut off."""
    return lambda rng, shape: np.clip(rng.standard_normal(shape), -at, at)


def element(scale: float) -> Draw:
    """Noise of which one element has another width."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        e = rng.standard_normal(shape)
        e[:, -1, -1] *= scale
        return e

    return draw


def row(scale: float) -> Draw:
    """Noise of which one row has another width."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        e = rng.standard_normal(shape)
        e[:, 1] *= scale
        return e

    return draw


def copied(sign: int) -> Draw:
    """Noise whose last row is the first one, or its mirror."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        e = rng.standard_normal(shape)
        e[:, -1] = sign * e[:, 0]
        return e

    return draw


def by_itself(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
    """Noise that is divided by its own standard deviation, call by call."""
    e = rng.standard_normal(shape)
    return np.asarray(e / e.std(axis=(1, 2), keepdims=True))


def of_any_mean(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
    """Noise whose entries have means of their own, over calls."""
    return rng.standard_normal(shape) + rng.uniform(-5, 5, shape[1:])


def of_any_scale(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
    """Noise whose entries have scales of their own."""
    return rng.standard_normal(shape) * np.exp(rng.uniform(-3, 3, shape))


def assert_calibrated(law: Law, batteries: int = 3000) -> None:
    """Right noise has p-values no smaller than uniform ones, and what the law is there to see is seen."""
    rng = np.random.default_rng(1)
    p_values = np.array([law.p_value(law.right(rng, law.shape)) for _ in range(batteries)])
    assert ((p_values >= 0) & (p_values <= 1)).all()
    for level in (0.5, 0.25, 0.1, 0.05, 0.01, 1e-3):
        count = int(np.count_nonzero(p_values <= level))
        assert scipy_stats.binom.sf(count - 1, batteries, level) > CERTAIN
    for draw in law.sees:
        missed = sum(law.p_value(draw(rng, law.shape)) > 0.01 for _ in range(100))
        assert missed <= 20


def chi_square(statistic: float, degrees: float) -> float:
    """The right two-sided p-value of a chi-square statistic."""
    tails = special.gammainc(degrees / 2, statistic / 2), special.gammaincc(degrees / 2, statistic / 2)
    return min(1.0, 2 * float(min(tails)))


def squares(e: Noise) -> float:
    """Add up squares."""
    return float(np.sum(e**2))


def sums(e: Noise, axis: int = 1) -> Noise:
    """Add up along an axis, to unit variance."""
    return np.asarray(e.sum(axis=axis) / math.sqrt(e.shape[axis]))


def above(e: Noise) -> float:
    """How far the noise's distribution function rises above the normal one."""
    ranks = np.arange(1, e.size + 1) / e.size
    return float(np.max(ranks - special.ndtr(np.sort(e, axis=None))))


def distance(e: Noise) -> float:
    """The Kolmogorov-Smirnov distance."""
    return max(above(e), above(-e))
