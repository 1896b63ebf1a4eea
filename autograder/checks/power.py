"""The power of the laws of noise: how large an error each sees for certain.

With a test at level alpha, an error of that size is missed with probability beta at most.
"""

from __future__ import annotations

import math
from bisect import bisect_left

from scipy import special

from autograder.checks.laws import TAIL_EDGE


def min_effect_mean(n: int, alpha: float, beta: float) -> float:
    """The shift, in standard deviations, that `mean` sees for certain in n draws."""
    return _both_quantiles(alpha, beta) / math.sqrt(n)


def min_effect_variance(n: int, alpha: float, beta: float) -> float:
    """The relative error of the standard deviation, above 1, that `variance` sees for certain."""
    critical = special.chdtri(n, alpha / 2)
    return math.sqrt(float(critical / (2 * special.gammaincinv(n / 2, beta)))) - 1


def min_effect_kolmogorov_smirnov(n: int, alpha: float, beta: float) -> float:
    """The distance between distribution functions that `kolmogorov_smirnov` sees for certain."""
    return (math.sqrt(math.log(2 / alpha)) + math.sqrt(math.log(2 / beta))) / math.sqrt(2 * n)


def min_effect_tails(n: int, alpha: float, beta: float) -> float:
    """The share of |e| > 2.9 above its 0.37% that `tails` sees for certain."""
    chance = 2 * special.ndtr(-TAIL_EDGE)
    most = bisect_left(range(n), True, key=lambda count: bool(2 * special.bdtrc(count, n, chance) < alpha))
    return float(special.bdtri(most, n, beta))


def min_effect_extreme(n: int, alpha: float) -> float:
    """The widest clamp of the noise, on both sides, that `extreme` always sees."""
    beyond = -math.expm1(math.log(alpha / 2) / n)
    return float(-special.ndtri(beyond / 2))


def min_effect_independence(n: int, length: int, alpha: float, beta: float) -> float:
    """The common correlation along an axis of a length that `independence` sees for certain."""
    error = min_effect_variance(n // length, alpha, beta)
    return ((1 + error) ** 2 - 1) / (length - 1)


def min_effect_serial(n: int, alpha: float, beta: float) -> float:
    """The correlation between paired calls, n draws in all, that `serial` sees for certain."""
    return _both_quantiles(alpha, beta) / math.sqrt(n / 2)


def min_effect_norms(calls: int, alpha: float, beta: float) -> float:
    """The distance between distribution functions of a call's length that `norms` sees for certain."""
    return min_effect_kolmogorov_smirnov(calls, alpha, beta)


def min_effect_copies(calls: int, beta: float) -> int:
    """The largest pool of seeds, one taken at random in every call, that `copies` sees for certain."""
    return int(-(calls**2) / (2 * math.log(beta)))


def min_effect_pairs(n: int, slices: int, alpha: float, beta: float) -> float:
    """The correlation of one pair of slices, n draws in all, that `pairs` sees for certain."""
    return _both_quantiles(alpha / math.comb(slices, 2), beta) / math.sqrt(n / slices)


def _both_quantiles(alpha: float, beta: float) -> float:
    return float(-special.ndtri(alpha / 2) - special.ndtri(beta))
