"""Every law rejects right noise as rarely as it says; one mistake in a law, and the calibration shows it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special
from scipy import stats as scipy_stats

from autograder.checks import battery, laws, shares
from tests.support.laws import (
    TAIL_CHANCE,
    Law,
    Noise,
    PValue,
    above,
    assert_calibrated,
    by_itself,
    centred,
    chi_square,
    clamped,
    copied,
    distance,
    element,
    of_any_mean,
    of_any_scale,
    opposite,
    row,
    scaled,
    shared,
    shifted,
    squares,
    sums,
)

TINY = (2, 2, 2)  # where one degree of freedom more or less shows
WEIGHTS = np.linspace(-1.0, 1.0, 30).reshape(6, 5)

LAWS = {
    "mean": Law(laws.mean, (shifted(0.5), shifted(-0.5))),
    "mean of two": Law(laws.mean, (shifted(9), shifted(-9)), (2,)),
    "weighted mean": Law(
        lambda e: laws.mean(e, WEIGHTS), (lambda rng, shape: rng.standard_normal(shape) + WEIGHTS,)
    ),
    "mean at any scale": Law(laws.mean_at_any_scale, (shifted(1), shifted(-1)), right=of_any_scale),
    "mean of scales alike": Law(laws.mean_at_any_scale, (shifted(1),)),
    "weighted mean at any scale": Law(
        lambda e: laws.mean_at_any_scale(e, WEIGHTS),
        (lambda rng, shape: 3 * rng.standard_normal(shape) + 5 * WEIGHTS,),
        right=of_any_scale,
    ),
    "variance": Law(laws.variance, (scaled(0.7), scaled(1.4))),
    "variance of eight": Law(laws.variance, (scaled(0.1), scaled(6)), TINY),
    "variance of two": Law(laws.variance, (scaled(1e-3), scaled(40)), (2,)),
    "variance at any mean": Law(laws.variance_at_any_mean, (scaled(0.6), scaled(1.5)), right=of_any_mean),
    "variance at any mean, two calls": Law(
        laws.variance_at_any_mean, (scaled(1e-2), scaled(20)), TINY, of_any_mean
    ),
    "Kolmogorov-Smirnov": Law(laws.kolmogorov_smirnov, (shifted(0.5), shifted(-0.5), scaled(0.4), scaled(3))),
    "tails": Law(laws.tails, (scaled(2),)),
    "tails of many": Law(laws.tails, (scaled(1.2), clamped(2.9)), (3000,)),
    "extreme": Law(laws.extreme, (scaled(2), clamped(1.5))),
    "extreme of two": Law(laws.extreme, (scaled(10), scaled(1e-3)), (2,)),
    "calls": Law(lambda e: laws.independence(e, 0), (shared(0), centred(0))),
    "batch": Law(lambda e: laws.independence(e, 1), (shared(1), centred(1))),
    "dimensions": Law(lambda e: laws.independence(e, 2), (shared(2), centred(2))),
    "two pairs": Law(lambda e: laws.independence(e, 1), (scaled(1e-2), scaled(20)), (2, 2)),
    "serial": Law(laws.serial, (shared(0), opposite)),
    "serial of two calls": Law(laws.serial, (shared(0), opposite), (2, 20)),
    "excess": Law(laws.excess, (scaled(1.4),)),
    "excess of narrower noise": Law(
        laws.excess, (scaled(1.4),), right=lambda rng, shape: 0.9 * rng.standard_normal(shape)
    ),
    "elements": Law(laws.elements, (scaled(0.1), element(0), element(8)), (16, 4, 3)),
    "extremes of rows": Law(lambda e: laws.extremes(e, 1), (row(0.2), row(6)), (40, 4, 5)),
    "extremes of dimensions": Law(lambda e: laws.extremes(e, 2), (scaled(0.3), scaled(3)), (40, 4, 5)),
    "pairs of rows": Law(lambda e: laws.pairs(e, 1), (copied(1), copied(-1), centred(1)), (60, 4, 5)),
    "pairs of dimensions": Law(lambda e: laws.pairs(e, 2), (shared(2),), (60, 4, 5)),
    "pairs of elements": Law(
        lambda e: laws.pairs(e.reshape(len(e), -1), 1), (copied(1), centred(1)), (300, 3, 2)
    ),
    "norms": Law(laws.norms, (scaled(0.5), scaled(2), by_itself), (300, 3, 2)),
    "all laws": Law(
        lambda e: min(1.0, len(shares.LAWS) * min(every_law(e).values())), (shifted(1), scaled(2))
    ),
}


def test_copies_are_seen_and_nothing_else_is_one() -> None:
    """Two calls alike among many; right float32 noise has none, whatever the seed."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        e = rng.standard_normal((3000, 2, 2), dtype=np.float32).astype(np.float64)
        assert laws.copies(e) == 1.0
        e[2900] = e[7]
        assert laws.copies(e) == 0.0


def test_one_slice_has_no_pair() -> None:
    """Nothing to compare, and nothing rejected."""
    assert laws.pairs(np.ones((5, 1, 3)), 1) == 1.0


def every_law(e: Noise) -> dict[str, float]:
    """Return the p-values of the eleven laws of the grader."""
    mu = np.linspace(-2, 2, e[0].size).reshape(e[0].shape)
    return battery.p_values(battery.Draws(e, mu, mu[::-1] ** 2))


def two_sided(z: float) -> float:
    """The right p-value of a standard normal statistic, for mutants to leave right what they do not touch."""
    return 2 * float(special.ndtr(-abs(z)))


def count(e: Noise) -> int:
    """Count tails."""
    return int(np.sum(np.abs(e) > laws.TAIL_EDGE))


BINOMIAL = scipy_stats.binom(120, TAIL_CHANCE)
# Each a law with one mistake in it, under the name of the law whose calibration must turn red.
MUTANTS: list[tuple[str, str, PValue]] = [
    ("mean", "square root of n dropped", lambda e: two_sided(e.sum())),
    ("mean", "mean instead of sum", lambda e: two_sided(e.mean())),
    ("mean", "square root of 2 lost", lambda e: math.erfc(abs(e.sum()) / math.sqrt(e.size))),
    ("mean", "one-sided", lambda e: float(scipy_stats.norm.sf(e.sum() / math.sqrt(e.size)))),
    ("mean", "not doubled", lambda e: two_sided(e.sum() / math.sqrt(e.size)) / 2),
    ("mean", "inequality flipped", lambda e: 1 - laws.mean(e)),
    ("mean of two", "one degree less", lambda e: two_sided(e.sum())),
    ("weighted mean", "weights left out", lambda e: laws.mean(e)),
    ("weighted mean", "not normalised", lambda e: two_sided(float(np.sum(e * WEIGHTS)))),
    (
        "mean of scales alike",
        "half exponent lost",
        lambda e: min(1.0, 2 * math.exp(-(e.sum() ** 2) / squares(e))),
    ),
    ("mean at any scale", "one scale assumed", laws.mean),
    ("variance", "lower tail only", lambda e: float(special.chdtr(e.size, squares(e)))),
    ("variance", "upper tail only", lambda e: float(special.chdtrc(e.size, squares(e)))),
    ("variance", "not doubled", lambda e: chi_square(squares(e), e.size) / 2),
    ("variance", "inequality flipped", lambda e: 1 - laws.variance(e)),
    ("variance", "square root of n for n", lambda e: two_sided((squares(e) / e.size - 1) * e.size)),
    ("variance", "square root of 2 lost", lambda e: two_sided((squares(e) - e.size) / math.sqrt(e.size))),
    ("variance of two", "one degree less", lambda e: chi_square(squares(e), e.size - 1)),
    ("variance of two", "one degree more", lambda e: chi_square(squares(e), e.size + 1)),
    (
        "variance at any mean, two calls",
        "degrees of a known mean",
        lambda e: chi_square(squares(e - e.mean(axis=0)), e.size),
    ),
    ("variance at any mean, two calls", "not centred", laws.variance),
    (
        "variance at any mean",
        "one degree less in all",
        lambda e: chi_square(squares(e - e.mean(axis=0)), e.size - 1),
    ),
    ("Kolmogorov-Smirnov", "2 lost before n", lambda e: min(1.0, 2 * math.exp(-e.size * distance(e) ** 2))),
    ("Kolmogorov-Smirnov", "one-sided bound", lambda e: math.exp(-2 * e.size * distance(e) ** 2)),
    (
        "Kolmogorov-Smirnov",
        "square root of n lost",
        lambda e: min(1.0, 2 * math.exp(-2 * distance(e) ** 2)),
    ),
    (
        "Kolmogorov-Smirnov",
        "one-sided distance",
        lambda e: min(1.0, 2 * math.exp(-2 * e.size * above(e) ** 2)),
    ),
    ("tails", "more than the count", lambda e: min(1.0, 2 * float(BINOMIAL.sf(count(e))))),
    (
        "tails",
        "one tail's chance",
        lambda e: min(1.0, 2 * scipy_stats.binom.sf(count(e) - 1, 120, TAIL_CHANCE / 2)),
    ),
    ("tails", "lower tail only", lambda e: min(1.0, 2 * float(BINOMIAL.cdf(count(e))))),
    (
        "tails of many",
        "upper tail only",
        lambda e: min(1.0, 2 * scipy_stats.binom.sf(count(e) - 1, 3000, TAIL_CHANCE)),
    ),
    ("extreme", "one-sided normal", lambda e: 1 - float(scipy_stats.norm.cdf(np.abs(e).max()) ** e.size)),
    ("extreme", "exponent dropped", lambda e: 2 * float(scipy_stats.norm.sf(np.abs(e).max()))),
    (
        "extreme",
        "upper tail only",
        lambda e: 1 - float(special.erf(np.abs(e).max() / math.sqrt(2)) ** e.size),
    ),
    (
        "extreme of two",
        "one degree more",
        lambda e: 2 * min(q := float(special.erf(np.abs(e).max() / math.sqrt(2))) ** 3, 1 - q),
    ),
    ("batch", "square root of the length lost", lambda e: chi_square(squares(e.sum(axis=1)), 20)),
    ("batch", "divided by the length", lambda e: chi_square(squares(e.mean(axis=1)), 20)),
    ("batch", "wrong axis", lambda e: laws.independence(e, 2)),
    ("batch", "degrees of all entries", lambda e: chi_square(squares(sums(e)), e.size)),
    ("batch", "only inflation", lambda e: float(special.chdtrc(20, squares(sums(e))))),
    ("batch", "only deflation", lambda e: float(special.chdtr(20, squares(sums(e))))),
    ("two pairs", "one degree less", lambda e: chi_square(squares(sums(e)), 1)),
    ("two pairs", "one degree more", lambda e: chi_square(squares(sums(e)), 3)),
    (
        "serial",
        "norm lost",
        lambda e: two_sided(sum(float(np.vdot(e[i], e[i + 1])) for i in (0, 2)) / math.sqrt(2)),
    ),
    (
        "serial",
        "pairs not counted",
        lambda e: two_sided(sum(float(np.vdot(e[i], e[i + 1]) / np.linalg.norm(e[i + 1])) for i in (0, 2))),
    ),
    (
        "serial of two calls",
        "both norms",
        lambda e: two_sided(float(np.vdot(e[0], e[1]) / np.linalg.norm(e[0]) / np.linalg.norm(e[1]))),
    ),
    ("serial of two calls", "positive only", lambda e: laws.serial(e) if np.vdot(e[0], e[1]) > 0 else 1.0),
    ("all laws", "Bonferroni left out", lambda e: min(every_law(e).values())),
]


@pytest.mark.parametrize("name", LAWS)
def test_every_law_is_calibrated(name: str) -> None:
    """Right noise is rejected at most as often as the level says, wrong noise nearly always."""
    assert_calibrated(LAWS[name])


@pytest.mark.parametrize(
    ("name", "mistake", "p_value"), MUTANTS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_calibration_turns_red_on_every_mistake(name: str, mistake: str, p_value: PValue) -> None:
    """A law with a mistake in it is not calibrated, or blind."""
    with pytest.raises(AssertionError):
        assert_calibrated(LAWS[name]._replace(p_value=p_value))
    assert mistake


def test_normal_scores_make_any_independent_noise_normal() -> None:
    """Cauchy noise with ties has calibrated laws of independence once it is replaced by its scores."""
    rng = np.random.default_rng(5)

    def cauchy(rng: np.random.Generator, shape: tuple[int, ...]) -> Noise:
        return np.round(rng.standard_cauchy(shape), 1) + 7

    def batch(e: Noise) -> float:
        return laws.independence(laws.normal_scores(e, rng), 1)

    assert_calibrated(Law(batch, (shared(1),), right=cauchy))


def test_normal_scores_are_quantiles_in_the_order_of_the_noise() -> None:
    """The scores are those of van der Waerden, with unit mean square; ties are broken at random."""
    rng = np.random.default_rng(0)
    e = rng.standard_exponential((3, 4, 5))
    scores = laws.normal_scores(e, rng)
    quantiles = scipy_stats.norm.ppf((np.arange(60) + 0.5) / 60)
    assert np.allclose(scores.ravel()[np.argsort(e, axis=None)], quantiles / quantiles.std(), rtol=1e-13)
    tied = laws.normal_scores(np.zeros((3, 4, 5)), rng)
    assert np.allclose(np.sort(tied, axis=None), np.sort(scores, axis=None))
    assert not np.array_equal(tied, laws.normal_scores(np.zeros((3, 4, 5)), rng))
