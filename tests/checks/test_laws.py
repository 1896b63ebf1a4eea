"""Every p-value against a formula of its own, exact or enumerated, in far tails too."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import special
from scipy import stats as scipy_stats

from autograder.checks import laws
from tests.support.laws import Noise, chi_square

TAILS = (0.3, 1e-3, 1e-6, 1e-9, 1e-12)


def exact_chi_square(statistic: float, degrees: int) -> tuple[float, float]:
    """Both tails of chi-square as sums of Poisson probabilities: no incomplete gamma function."""
    half, odd = statistic / 2, degrees % 2

    def term(k: float) -> float:
        return math.exp(k * math.log(half) - half - math.lgamma(k + 1))

    reach = 30 * math.ceil(math.sqrt(degrees + statistic)) + 300  # beyond it terms are below 1e-40
    steps = np.arange(max(0, degrees // 2 - reach), degrees // 2 + reach) + odd / 2
    below = math.fsum(term(k) for k in steps if k >= degrees / 2)
    above = math.fsum(term(k) for k in steps if k <= degrees / 2 - 1) + odd * math.erfc(math.sqrt(half))
    return below, above


def exact_normal(z: float) -> float:
    """Both tails of the normal law together: a continued fraction far out, a series near the middle."""
    if z < 2:
        terms = ((-1) ** k * z ** (2 * k + 1) / (2**k * math.factorial(k) * (2 * k + 1)) for k in range(60))
        return 1 - math.sqrt(2 / math.pi) * math.fsum(terms)
    fraction = z
    for k in range(200, 0, -1):
        fraction = z + k / fraction
    return math.sqrt(2 / math.pi) * math.exp(-z * z / 2) / fraction


def exact_binomial(n: int, chance: float) -> Noise:
    """The probabilities of all counts."""
    return np.array([math.comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(n + 1)])


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("n", [1, 2, 3, 120, 655_360])
def test_the_mean_has_the_normal_p_value(n: int, tail: float) -> None:
    """Far tails too: to 1e-10, relatively, and the same on both sides."""
    z = float(scipy_stats.norm.isf(tail / 2))
    e = np.full(n, z / math.sqrt(n))
    assert pytest.approx(exact_normal(z), rel=1e-10) == laws.mean(e)
    assert laws.mean(-e) == laws.mean(e)
    assert pytest.approx(tail, rel=1e-10) == laws.mean(e, np.full(n, -7.0))


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("degrees", [1, 2, 3, 16, 121, 4096, 655_360])
def test_the_variance_has_the_chi_square_p_value(degrees: int, tail: float) -> None:
    """Twice the smaller tail: to 1e-9, relatively, in both tails, far ones too."""
    for side, statistic in enumerate(
        (2 * special.gammaincinv(degrees / 2, tail), special.chdtri(degrees, tail))
    ):
        expected = min(1.0, 2 * exact_chi_square(float(statistic), degrees)[side])
        assert pytest.approx(expected, rel=1e-9) == laws.variance(
            np.full(degrees, math.sqrt(statistic / degrees))
        )


def test_all_chi_square_laws_are_one_law_of_the_right_sums() -> None:
    """Squares about the means over calls, and sums along each axis, with their own degrees of freedom."""
    e = 1.3 * np.random.default_rng(3).standard_normal((4, 6, 5))
    centred = float(np.sum(np.var(e, axis=0)) * 4)
    assert pytest.approx(chi_square(centred, 90), rel=1e-12) == laws.variance_at_any_mean(e)
    for axis, degrees in enumerate((30, 20, 24)):
        expected = chi_square(float(np.sum(e.sum(axis=axis) ** 2)) * degrees / 120, degrees)
        assert pytest.approx(expected, rel=1e-12) == laws.independence(e, axis)


@pytest.mark.parametrize("tail", TAILS)
def test_serial_has_the_normal_p_value(tail: float) -> None:
    """Scores of pairs add up, whatever the lengths of the seconds; a call without a partner is left out."""
    z = float(scipy_stats.norm.isf(tail / 2))
    seconds = np.random.default_rng(0).standard_normal((2, 6)) * [[1], [50]]
    unit = seconds / np.linalg.norm(seconds, axis=1, keepdims=True)
    across = np.array([[1.0, -1, 1, -1, 1, -1]]) * np.roll(unit, 1, axis=1)
    across -= unit * np.sum(across * unit, axis=1, keepdims=True)
    firsts = unit * z * np.sqrt([[0.5], [0.5]]) + 9 * across
    e = np.stack([firsts[0], seconds[0], firsts[1], seconds[1], np.full(6, 1e3)])
    assert pytest.approx(tail, rel=1e-10) == laws.serial(e)


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_tails_enumerate_the_binomial_law(n: int) -> None:
    """Every count's p-value by enumeration, and no level is exceeded by the sum of all counts' chances."""
    chances = exact_binomial(n, exact_normal(laws.TAIL_EDGE))
    p_values = [laws.tails(np.repeat([3.0, 0.0], [k, n - k])) for k in range(n + 1)]
    for k, p in enumerate(p_values):
        expected = min(1.0, 2 * min(math.fsum(chances[: k + 1]), math.fsum(chances[k:])))
        assert pytest.approx(expected, rel=1e-11) == p
    assert all(math.fsum(chances[np.array(p_values) <= p]) <= p * (1 + 1e-12) for p in p_values)


@pytest.mark.parametrize("k", [2050, 2120, 2300, 2445, 2600, 2780, 2850])
def test_tails_of_many_draws_are_exact_far_out(k: int) -> None:
    """At the grader's own size, to 1e-7, relatively, by adding up the binomial law in logarithms."""
    n, chance = 655_360, exact_normal(laws.TAIL_EDGE)
    counts = np.arange(1500, 3600)
    logs = [math.lgamma(n + 1) - math.lgamma(c + 1) - math.lgamma(n - c + 1) for c in counts]
    chances = np.exp(np.array(logs) + counts * math.log(chance) + (n - counts) * math.log1p(-chance))
    expected = min(1.0, 2 * min(math.fsum(chances[counts <= k]), math.fsum(chances[counts >= k])))
    assert pytest.approx(expected, rel=1e-7) == laws.tails(np.repeat([-4.0, 0.0], [k, n - k]))


@pytest.mark.parametrize("largest", [1e-300, 1e-17, 1e-3, 0.5, 1.4, 1.42, 2.9, 5.0, 8.5, 38.0])
@pytest.mark.parametrize("n", [1, 2, 40, 655_360])
def test_extreme_is_the_law_of_the_largest(n: int, largest: float) -> None:
    """(1 - q)^n and its complement, each from a formula that keeps its digits, to 1e-9, relatively."""
    inside = math.erf(largest / math.sqrt(2))
    log_lower = n * math.log(inside) if inside < 0.9 else n * math.log1p(-exact_normal(largest))
    expected = min(1.0, 2 * min(math.exp(log_lower), -math.expm1(log_lower)))
    e = np.zeros(n)
    e[-1] = -largest
    assert pytest.approx(expected, rel=1e-9, abs=0) == laws.extreme(e)


@pytest.mark.parametrize("n", [1, 2, 5, 120])
def test_kolmogorov_smirnov_is_massarts_bound_on_the_exact_law(n: int) -> None:
    """The distance is SciPy's, and the bound is above the exact p-value at every distance."""
    e = np.random.default_rng(n).standard_normal(n) * 1.5
    assert pytest.approx(
        min(1.0, 2 * math.exp(-2 * n * scipy_stats.kstest(e, "norm").statistic ** 2)), rel=1e-11
    ) == laws.kolmogorov_smirnov(e)
    distances = np.linspace(0.01, 0.999, 200)
    assert (scipy_stats.kstwo.sf(distances, n) <= 2 * np.exp(-2 * n * distances**2) * (1 + 1e-9)).all()


SPOILS: dict[str, Callable[[Noise], Noise]] = {
    "right": lambda e: e,
    "wide": lambda e: 3 * e,
    "beyond": lambda e: e + 9,
    "huge": lambda e: 1e90 * e,
    "clamped": lambda e: np.clip(e, -2.5, 2.5),
    "coarse": lambda e: np.round(e, 1),
    "just below an edge": lambda e: np.where(np.abs(e) < 0.01, -1e-18, e),
    "none": np.zeros_like,
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_distance_of_many_draws_is_that_of_all_of_them(spoil: str) -> None:
    """To 1e-12, whatever the values: what is left out because of its cell holds no larger distance."""
    n = 3 * laws.PART + 7
    e = SPOILS[spoil](np.random.default_rng(0).standard_normal(n))
    values, ranks = special.ndtr(np.sort(e)), np.arange(n)
    due = max(np.max((ranks + 1) / n - values), np.max(values - ranks / n))
    assert pytest.approx(due, rel=0, abs=1e-12) == laws.distance(e)


def test_kolmogorov_smirnov_reaches_far_tails() -> None:
    """At the distance where the bound is 1e-12 it is 1e-12: no rounding floor."""
    n = 100_000
    quantiles = special.ndtri((np.arange(n) + 0.5) / n)
    due = math.sqrt(math.log(2e12) / (2 * n))
    moved = special.ndtri(np.clip(special.ndtr(quantiles) - due + 0.5 / n, 1e-9, 1))
    assert pytest.approx(1e-12, rel=1e-6) == laws.kolmogorov_smirnov(moved)


def test_mean_at_any_scale_bounds_the_exact_law_of_signs() -> None:
    """Enumerating all signs of ten unequal numbers never exceeds the bound."""
    sizes = np.exp(np.random.default_rng(2).uniform(-2, 2, 10))
    signs = np.array(list(itertools.product([-1, 1], repeat=10)))
    totals = np.abs(signs @ sizes)
    for row, total in zip(signs, totals, strict=True):
        assert np.mean(totals >= total * (1 - 1e-12)) <= laws.mean_at_any_scale(row * sizes)


@pytest.mark.parametrize("size", [0.0, 1e-300, 1e-17, 1e100])
@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 1, 1), (4, 6, 5)])
def test_every_law_gives_a_probability_of_any_finite_noise(size: float, shape: tuple[int, ...]) -> None:
    """No noise at all, hardly any, and far too much: numbers from 0 to 1, without a warning."""
    for sign in (-1, 1):
        e = np.full(shape, sign * size)
        values = [*every_law_of_one(e), laws.variance_at_any_mean(e) if len(e) > 1 else 0.0]
        assert all(0 <= p <= 1 for p in values)


def every_law_of_one(e: Noise) -> list[float]:
    """The laws that a single number has a p-value for."""
    axes = [laws.independence(e, axis) for axis in range(3)]
    serial = [laws.serial(e)] if len(e) > 1 else []
    shape = [laws.kolmogorov_smirnov(e), laws.tails(e), laws.extreme(e)]
    return [laws.mean(e), laws.mean_at_any_scale(e), laws.variance(e), *shape, *axes, *serial]


def test_no_noise_is_impossible_noise() -> None:
    """Zeros have p-value 0 where squares or the largest are judged, 1 where sums are."""
    e = np.zeros((4, 6, 5))
    assert laws.variance(e) == laws.extreme(e) == laws.independence(e, 0) == 0
    assert laws.mean(e) == laws.mean_at_any_scale(e) == laws.serial(e) == 1
