"""The level itself, measured at one in a billion, and the smallest errors that the laws see for certain."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from scipy import special
from scipy import stats as scipy_stats

from autograder.checks import laws, noise, power, shares
from tests.support.laws import (
    CERTAIN,
    SHAPE,
    TAIL_CHANCE,
    Draw,
    Noise,
    PValue,
    clamped,
    scaled,
    shared,
    shifted,
    squares,
    sums,
)

LEVEL = 1e-9 * shares.SHARE
MEASURED = 1e-9  # the level that is measured


class Tilt(NamedTuple):
    """A p-value, and noise that it rejects often, drawn with the logarithm of the likelihood ratio."""

    p_value: PValue
    draw: Callable[[np.random.Generator], tuple[Noise, float]]


def tilted_mean(sign: int) -> Tilt:
    """Move every entry so that the statistic's mean lies on the edge of rejection."""
    edge, n = sign * -float(special.ndtri(MEASURED / 2)), 120

    def draw(rng: np.random.Generator) -> tuple[Noise, float]:
        e = rng.standard_normal(SHAPE) + edge / math.sqrt(n)
        return e, edge**2 / 2 - edge * float(e.sum()) / math.sqrt(n)

    return Tilt(laws.mean, draw)


def stretched(
    p_value: PValue, degrees: int, upper: bool, stretch: Callable[[Noise, float], tuple[Noise, Noise]]
) -> Tilt:
    """Stretch what a chi-square law adds the squares of until their sum lies on the edge of rejection."""
    half = MEASURED / 2
    edge = special.chdtri(degrees, half) if upper else 2 * special.gammaincinv(degrees / 2, half)
    factor = math.sqrt(float(edge) / degrees)

    def draw(rng: np.random.Generator) -> tuple[Noise, float]:
        e, parts = stretch(rng.standard_normal(SHAPE), factor)
        total = squares(parts)
        return e, degrees * math.log(factor) - (1 - factor**-2) * total / 2

    return Tilt(p_value, draw)


def all_entries(e: Noise, factor: float) -> tuple[Noise, Noise]:
    """Stretch the noise itself."""
    return factor * e, factor * e


def common_part(e: Noise, factor: float) -> tuple[Noise, Noise]:
    """Stretch what the rows of a batch have in common, and nothing else."""
    moved = e + (factor - 1) * e.mean(axis=1, keepdims=True)
    return moved, sums(moved)


def tilted_serial(sign: int) -> Tilt:
    """Move the first of each pair along the second, so that the statistic lies on the edge of rejection."""
    edge = sign * -float(special.ndtri(MEASURED / 2))

    def draw(rng: np.random.Generator) -> tuple[Noise, float]:
        e = rng.standard_normal(SHAPE)
        units = e[1::2] / np.linalg.norm(e[1::2], axis=(1, 2), keepdims=True)
        e[::2] += edge / math.sqrt(len(units)) * units
        statistic = float(np.sum(e[::2] * units)) / math.sqrt(len(units))
        return e, edge**2 / 2 - edge * statistic

    return Tilt(laws.serial, draw)


def batch(e: Noise) -> float:
    """The law of independence over the batch."""
    return laws.independence(e, 1)


TILTS = {
    "mean": (tilted_mean(-1), tilted_mean(1)),
    "variance": tuple(stretched(laws.variance, 120, upper, all_entries) for upper in (False, True)),
    "independence": tuple(stretched(batch, 20, upper, common_part) for upper in (False, True)),
    "serial": (tilted_serial(-1), tilted_serial(1)),
}


def measured(tilt: Tilt, draws: int = 20_000) -> float:
    """Estimate the chance that right noise is rejected on one side, from noise that nearly is."""
    rng = np.random.default_rng(9)
    weights = np.zeros(draws)
    for i in range(draws):
        e, log_ratio = tilt.draw(rng)
        if tilt.p_value(e) <= MEASURED:
            weights[i] = math.exp(log_ratio)
    return float(weights.mean())


@pytest.mark.parametrize("name", TILTS)
def test_alpha_itself_is_what_it_says(name: str) -> None:
    """Importance sampling measures a chance of one in a billion: each tail is half of it, within 6%."""
    lower, upper = (measured(tilt) / MEASURED for tilt in TILTS[name])
    assert pytest.approx(0.5, rel=0.06) == lower
    assert pytest.approx(0.5, rel=0.06) == upper


def wider(share: float) -> Draw:
    """Noise of a spread at which a share lies beyond the edge of the tails."""
    return scaled(laws.TAIL_EDGE / -float(special.ndtri(share / 2)))


def correlated(correlation: float, axis: int) -> Draw:
    """Noise with a common correlation along an axis."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        own, common = rng.standard_normal(shape), shared(axis)(rng, shape)
        return np.asarray(math.sqrt(1 - correlation) * own + math.sqrt(correlation) * common)

    return draw


def paired(correlation: float) -> Draw:
    """Noise whose calls are correlated in pairs."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        e = rng.standard_normal(shape)
        e[::2] = correlation * e[1::2] + math.sqrt(1 - correlation**2) * e[::2]
        return e

    return draw


A, B = 0.01, 0.05  # a level and a chance to miss that Monte Carlo can see
EFFECTS: dict[str, tuple[PValue, Draw, tuple[int, ...]]] = {
    "mean": (laws.mean, shifted(power.min_effect_mean(120, A, B)), SHAPE),
    "variance": (laws.variance, scaled(1 + power.min_effect_variance(120, A, B)), SHAPE),
    "Kolmogorov-Smirnov": (
        laws.kolmogorov_smirnov,
        shifted(2 * float(special.ndtri((1 + power.min_effect_kolmogorov_smirnov(120, A, B)) / 2))),
        SHAPE,
    ),
    "tails": (laws.tails, wider(power.min_effect_tails(3000, A, B)), (3000,)),
    "extreme": (laws.extreme, clamped(power.min_effect_extreme(120, A)), SHAPE),
    "independence": (batch, correlated(power.min_effect_independence(120, 6, A, B), 1), SHAPE),
    "serial": (laws.serial, paired(power.min_effect_serial(4000, A, B)), (4, 1000)),
}


@pytest.mark.parametrize("name", EFFECTS)
def test_the_smallest_effect_is_seen_with_the_power_that_is_stated(name: str) -> None:
    """No more misses than the stated chance allows, of two thousand batteries at the stated effect."""
    p_value, draw, shape = EFFECTS[name]
    rng = np.random.default_rng(4)
    missed = sum(p_value(draw(rng, shape)) >= A for _ in range(2000))
    assert scipy_stats.binom.sf(missed - 1, 2000, B) > CERTAIN


@pytest.mark.parametrize("name", ["mean", "variance", "tails", "independence", "serial"])
def test_the_smallest_effect_is_no_larger_than_it_must_be(name: str) -> None:
    """Where the power is exact, it is not above what is stated either: at 0.9 of the effect misses double."""
    p_value, _, shape = EFFECTS[name]
    smaller: dict[str, Draw] = {
        "mean": shifted(0.9 * power.min_effect_mean(120, A, B)),
        "variance": scaled(1 + 0.9 * power.min_effect_variance(120, A, B)),
        "tails": wider(0.9 * power.min_effect_tails(3000, A, B)),
        "independence": correlated(0.8 * power.min_effect_independence(120, 6, A, B), 1),
        "serial": paired(0.9 * power.min_effect_serial(4000, A, B)),
    }
    rng = np.random.default_rng(4)
    missed = sum(p_value(smaller[name](rng, shape)) >= A for _ in range(2000))
    assert scipy_stats.binom.cdf(missed, 2000, B) > 1 - CERTAIN


@pytest.mark.parametrize("beta", [1e-3, 1e-6, 1e-12])
@pytest.mark.parametrize("alpha", [1e-3, LEVEL])
@pytest.mark.parametrize("n", [120, 4096, 655_360])
def test_smallest_effects_solve_the_exact_equation_of_power(n: int, alpha: float, beta: float) -> None:
    """At extreme levels too the exact chance to miss is beta, far below what Monte Carlo could see."""
    edge, shift = scipy_stats.norm.isf(alpha / 2), power.min_effect_mean(n, alpha, beta)
    assert pytest.approx(beta, rel=1e-6) == scipy_stats.norm.cdf(edge - shift * math.sqrt(n))
    spread = 1 + power.min_effect_variance(n, alpha, beta)
    critical = scipy_stats.chi2.isf(alpha / 2, n)
    assert pytest.approx(beta, rel=1e-6) == scipy_stats.chi2.cdf(critical / spread**2, n)
    correlation = power.min_effect_independence(n, 8, alpha, beta)
    critical = scipy_stats.chi2.isf(alpha / 2, n // 8)
    assert pytest.approx(beta, rel=1e-6) == scipy_stats.chi2.cdf(critical / (1 + 7 * correlation), n // 8)
    serial = power.min_effect_serial(n, alpha, beta) * math.sqrt(n / 2)
    assert pytest.approx(beta, rel=1e-6) == scipy_stats.norm.cdf(edge - serial)
    near = power.min_effect_kolmogorov_smirnov(n, alpha, beta) - math.sqrt(math.log(2 / alpha) / (2 * n))
    assert pytest.approx(beta, rel=1e-6) == 2 * math.exp(-2 * n * near**2)
    count = next(k for k in range(n + 1) if chance_of(k, n) < alpha / 2 and k > n * TAIL_CHANCE)
    share = power.min_effect_tails(n, alpha, beta)
    assert pytest.approx(beta, rel=1e-4) == scipy_stats.binom.cdf(count - 1, n, share)
    widest = power.min_effect_extreme(n, alpha)
    assert laws.extreme(np.full(n, widest * 0.999)) < alpha < laws.extreme(np.full(n, widest * 1.001))


def chance_of(k: int, n: int) -> float:
    """The chance of at least k tails."""
    return float(scipy_stats.binom.sf(k - 1, n, TAIL_CHANCE))


@pytest.mark.parametrize("n", [4096, 655_360])
def test_mean_and_variance_are_near_the_neyman_pearson_limit(n: int) -> None:
    """No test that knew the direction of the error would see one smaller by more than 2%."""
    alpha, beta = LEVEL, 1e-6
    best = (scipy_stats.norm.isf(alpha) + scipy_stats.norm.isf(beta)) / math.sqrt(n)
    assert best <= power.min_effect_mean(n, alpha, beta) <= 1.02 * best
    law = scipy_stats.chi2(n)
    best = math.sqrt(law.isf(alpha) / law.ppf(beta)) - 1
    assert best <= power.min_effect_variance(n, alpha, beta) <= 1.02 * best


def test_the_grader_sees_small_errors_for_certain() -> None:
    """With the assignment's shares and draws: 0.015 standard deviations, and 1% of one either way."""
    n, beta = noise.CALLS * noise.BATCH * noise.LATENT, 1e-6
    assert n == 655_360
    assert power.min_effect_mean(n, LEVEL, beta) <= 0.015
    assert power.min_effect_variance(n, LEVEL, beta) <= 0.01
    law = scipy_stats.chi2(n)
    assert 1 - math.sqrt(law.ppf(LEVEL / 2) / law.isf(beta)) <= 0.01
