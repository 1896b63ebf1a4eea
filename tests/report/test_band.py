"""The QQ plot's band: its chance is exact."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from autograder.report.band import coverage, normal_band


@pytest.mark.parametrize(
    ("lower", "upper", "chance"),
    [
        ([0.2], [0.9], 0.7),
        ([0, 0], [1, 1], 1),
        ([0, 0.5], [0.5, 1], 0.5),  # one of two draws on each side
        ([0.5, 0.5], [1, 1], 0.25),
        ([0, 0], [0.5, 1], 0.75),  # not both in the upper half
        ([0, 1 / 3, 2 / 3], [1 / 3, 2 / 3, 1], 6 / 27),
    ],
)
def test_coverage_is_what_counting_gives(lower: list[float], upper: list[float], chance: float) -> None:
    """For one, two and three draws the chance is an elementary volume."""
    assert coverage(np.array(lower, float), np.array(upper, float)) == pytest.approx(chance, rel=1e-12)


def test_coverage_of_one_sided_bounds_is_the_law_of_kolmogorov() -> None:
    """P(D+ <= d) has a closed form (Birnbaum and Tingey 1951), here SciPy's."""
    n, distance = 40, 0.15
    lower = np.maximum(np.arange(1, n + 1) / n - distance, 0)
    assert coverage(lower, np.ones(n)) == pytest.approx(stats.ksone.cdf(distance, n), rel=1e-10)


@pytest.mark.parametrize("n", [1, 2, 50, 1024])
@pytest.mark.parametrize("chance", [0.9, 0.999])
def test_the_band_holds_all_draws_with_its_chance_and_hardly_more(n: int, chance: float) -> None:
    """What is left of the chance of leaving it is at most a fortieth."""
    lower, upper = normal_band(n, chance)
    left = 1 - coverage(special.ndtr(lower), special.ndtr(upper))
    assert 0.975 * (1 - chance) <= left <= (1 - chance) * (1 + 1e-9)


def test_simulated_draws_leave_the_band_as_often_as_it_says() -> None:
    """20,000 samples of 100: within four standard errors of one in ten."""
    lower, upper = normal_band(100, 0.9)
    draws = np.sort(np.random.default_rng(5).standard_normal((20_000, 100)), axis=1)
    inside = np.mean(((draws > lower) & (draws < upper)).all(axis=1))
    assert abs(inside - 0.9) < 4 * np.sqrt(0.9 * 0.1 / 20_000)
