"""A band that holds a whole normal QQ plot with a given chance, exactly.

The i-th smallest of n uniform draws follows Beta(i, n + 1 - i). The band takes from each of these laws
the same central part, so wide that all n order statistics lie inside together with the chance asked
for: "equal local levels" (Aldor-Noiman et al. 2013, "The power to see"; Berk and Jones 1979).
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from autograder.arrays import Float64

BISECTIONS = 9  # the local level is then within 2 % of the largest that holds


@cache
def normal_band(n: int, chance: float) -> tuple[Float64, Float64]:
    """Return the lower and upper end (n,) for each of n sorted N(0, 1) draws, smallest first.

    All of them lie inside with at least the given chance, and hardly more.
    """
    # All n levels added up, and a single one, bound the chance of leaving the band from both sides.
    low, high = math.log((1 - chance) / n), math.log(1 - chance)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if coverage(*_uniform_band(n, math.exp(middle))) >= chance:
            low = middle
        else:
            high = middle
    lower, upper = _uniform_band(n, math.exp(low))
    return special.ndtri(lower), special.ndtri(upper)


def coverage(lower: Float64, upper: Float64) -> float:
    """Return the chance that the sorted n uniform draws lie between two increasing bounds, each (n,).

    The draws' count follows a Poisson process of intensity n that ends at n. Its law is carried from
    bound to bound, and what leaves the band is dropped (Moscovich and Nadler 2017, "Fast calculation
    of boundary crossing probabilities for Poisson processes").
    """
    n = len(lower)
    times = np.sort(np.concatenate([lower, upper, [1.0]]))
    least = np.searchsorted(upper, times, side="right")  # so many draws must have come by then
    most = np.searchsorted(lower, times, side="left")  # and no more may have
    first = 0
    chances: NDArray[Any] = np.ones(1)
    for low, high, arrivals in zip(least, most, _poisson(n * np.diff(times, prepend=0.0)), strict=True):
        chances = np.convolve(chances, arrivals)[low - first : high - first + 1]
        first = int(low)
    return float(chances[0] / math.exp(special.xlogy(n, n) - n - special.gammaln(n + 1)))


def _uniform_band(n: int, level: float) -> tuple[Float64, Float64]:
    """Return the central part of every order statistic's law, but for a level: (n,) and (n,)."""
    rank = np.arange(1.0, n + 1)
    lower = np.asarray(special.betaincinv(rank, n + 1 - rank, level / 2), dtype=np.float64)
    return lower, 1 - lower[::-1]


def _poisson(intensities: Float64) -> Float64:
    """Return for each intensity (times,) the chances of 0, 1, 2, ... events, as far as they matter."""
    most = intensities.max()
    count = np.arange(int(most + 20 * math.sqrt(most) + 20))
    exponents = special.xlogy(count, intensities[:, None]) - intensities[:, None] - special.gammaln(count + 1)
    chances: Float64 = np.exp(exponents)
    return chances
