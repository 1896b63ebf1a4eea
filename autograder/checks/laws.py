"""The laws of standard normal noise, as p-values that hold exactly or as proven bounds.

Every function takes standardised noise e, in float64, whose entries are independent N(0, 1) when the
submission is right, and returns the chance of a statistic at least as extreme. Tails come from
survival functions, never from one minus a distribution function, so that they are right at 1e-10.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Noise = NDArray[np.float64]

# Where the tail count begins: not a round number, because a clamp at 3 would hide behind an edge at 3.
TAIL_EDGE = 2.9
# The cells that values are counted in, from -REACH to REACH: each far less likely than a right sampler's
# distance is large. What lies beyond is in the first and in the last.
REACH, PER_UNIT = 4, 1 << 11
EDGES: NDArray[np.float64] = special.ndtr(np.arange(2 * REACH * PER_UNIT + 2) / PER_UNIT - REACH)
EDGES[[0, -1]] = 0, 1
PART = 1 << 15  # values at a time: what is made of them stays in a processor's cache


def mean(e: Noise, weights: NDArray[np.float64] | None = None) -> float:
    """Two-sided p-value of sum(w e) / norm(w) ~ N(0, 1); weights w of e's last axes, 1 by default."""
    w = np.ones(()) if weights is None else weights
    sums, times = e.sum(axis=tuple(range(e.ndim - w.ndim))), e.size // w.size
    return _two_sided_normal(float(np.sum(w * sums)) / math.sqrt(times * _sum_of_squares(w)))


def mean_at_any_scale(e: Noise, weights: NDArray[np.float64] | None = None) -> float:
    """Bound on the p-value of sum(w e) / norm(w e) for symmetric e of unknown, unequal scales.

    2 exp(-t^2 / 2), Hoeffding's bound for signs (Efron 1969, "Student's t-test under symmetry
    conditions"): valid whatever the standard deviations, hence where the variance is wrong.
    """
    product = e if weights is None else e * weights
    squares = _sum_of_squares(product)
    return min(1.0, 2 * math.exp(-(float(np.sum(product)) ** 2) / (2 * squares))) if squares else 1.0


def variance(e: Noise) -> float:
    """Two-sided p-value of sum(e^2) ~ chi-square with n degrees of freedom: the mean is known."""
    return _two_sided_chi_square(_sum_of_squares(e), e.size)


def excess(e: Noise) -> float:
    """Bound on the p-value of too large a sum of squares, where e has a variance of 1 at most."""
    return float(special.chdtrc(e.size, _sum_of_squares(e)))


def variance_at_any_mean(e: Noise) -> float:
    """The same with a mean of its own for each entry, taken over calls: e is (calls, ...).

    sum((e - mean over calls)^2) ~ chi-square with n (1 - 1 / calls) degrees of freedom.
    """
    centred = e - e.mean(axis=0)
    return _two_sided_chi_square(_sum_of_squares(centred), e.size - e.size // len(e))


def kolmogorov_smirnov(e: Noise) -> float:
    """Bound 2 exp(-2 n D^2) on the p-value of the largest distance D to the normal law (Massart 1990)."""
    return min(1.0, 2 * math.exp(-2 * e.size * distance(e) ** 2))


def distance(e: Noise) -> float:
    """Return the largest distance of the noise's distribution function to the normal one, exactly.

    Only the values in cells that may hold it are looked at: the distance at the edges bounds that within.
    """
    n, parts = e.size, np.array_split(np.ravel(e), e.size // PART + 1)
    counts = np.sum([np.bincount(_cells(part), minlength=EDGES.size - 1) for part in parts], axis=0)
    below = np.concatenate([[0], np.cumsum(counts)])
    most = np.maximum(below[1:] / n - EDGES[:-1], EDGES[1:] - below[:-1] / n)
    held = most >= np.max(np.abs(below / n - EDGES))
    values = special.ndtr(np.sort(np.concatenate([part[held[_cells(part)]] for part in parts])))
    elsewhere = np.repeat((below[:-1] - np.cumsum(counts * held) + counts)[held], counts[held])
    return _largest_step(values, np.arange(values.size) + elsewhere, n)


def tails(e: Noise) -> float:
    """Two-sided p-value of the count of |e| > 2.9 ~ Binomial(n, 2 Phi(-2.9)), exact."""
    count = int(np.count_nonzero(e > TAIL_EDGE) + np.count_nonzero(e < -TAIL_EDGE))
    n, chance = e.size, 2 * special.ndtr(-TAIL_EDGE)
    lower = special.bdtr(count, n, chance)
    upper = special.bdtrc(count - 1, n, chance) if count else 1.0
    return min(1.0, 2 * float(min(lower, upper)))


def extreme(e: Noise) -> float:
    """Two-sided p-value of the largest |e|, whose law is (2 Phi(m) - 1)^n, exact."""
    return _largest(float(_sizes(e)), e.size)


def independence(e: Noise, axis: int) -> float:
    """Two-sided p-value of the sum of S^2 ~ chi-square, S = (sum of e along an axis) / sqrt(its length).

    Shared, cached or reseeded noise inflates it; centred or antithetic noise deflates it.
    """
    sums = e.sum(axis=axis) / math.sqrt(e.shape[axis])
    return _two_sided_chi_square(_sum_of_squares(sums), sums.size)


def serial(e: Noise) -> float:
    """Two-sided p-value for the correlation of calls 1 and 2, 3 and 4, ...: e is (calls, ...).

    Given the second of a pair, <first, second> / norm(second) ~ N(0, 1) exactly.
    """
    pairs = e[: len(e) // 2 * 2].reshape(len(e) // 2, 2, -1)
    norms = np.sqrt(np.einsum("ij,ij->i", pairs[:, 1], pairs[:, 1]))
    products = np.einsum("ij,ij->i", pairs[:, 0], pairs[:, 1])
    scores = np.divide(products, norms, out=np.zeros_like(products), where=norms > 0)
    return _two_sided_normal(float(scores.sum()) / math.sqrt(len(pairs)))


def elements(e: Noise) -> float:
    """Bound on the p-value of the most unlikely element: its sum of squares over calls is chi-square.

    e is (calls, ...); one degree of freedom for each call, two-sided, times the number of elements
    (Bonferroni). Sees an element without noise of its own width among any number of right ones.
    """
    sums = np.einsum("c...,c...->...", e, e)
    tail = float(min(special.chdtr(len(e), sums.min()), special.chdtrc(len(e), sums.max())))
    return float(min(1.0, 2 * sums.size * tail))


def extremes(e: Noise, axis: int) -> float:
    """Bound on the p-value of the most unlikely slice along an axis: its largest |e|, as in `extreme`."""
    largest = _sizes(e, tuple(i for i in range(e.ndim) if i != axis))
    within = e.size // largest.size
    ends = (float(largest.min()), float(largest.max()))
    return float(min(1.0, largest.size * min(_largest(end, within) for end in ends)))


def pairs(e: Noise, axis: int) -> float:
    """Bound on the p-value of the most correlated pair of slices along an axis.

    Given the second of two slices, <first, second> / norm(second) ~ N(0, 1) exactly; two-sided, times the
    number of pairs (Bonferroni). Slices that share, repeat or mirror their noise are seen in any pair.
    """
    if e.shape[axis] < 2:
        return 1.0
    blocks = e.reshape(math.prod(e.shape[:axis]), e.shape[axis], -1)
    single = blocks.astype(np.float32)  # sums of thousands of products, right to 1e-5 of a standard error
    slices = single.swapaxes(0, 1).reshape(e.shape[axis], -1)
    products = np.abs(np.triu(slices @ slices.T, 1)).max(axis=0)
    norms = np.sqrt(np.einsum("aib,aib->i", blocks, blocks))
    scores = np.divide(products, norms, out=np.zeros_like(norms), where=norms > 0)
    return min(1.0, math.comb(len(slices), 2) * _two_sided_normal(float(scores.max())))


def norms(e: Noise) -> float:
    """Bound on the p-value of the calls' sums of squares, each chi-square: e is (calls, ...) (Massart 1990).

    Noise that is scaled or centred by its own numbers has another length than independent noise.
    """
    squares = np.sum(e * e, axis=tuple(range(1, e.ndim)))
    values = special.chdtr(e[0].size, np.sort(squares))
    away = _largest_step(values, np.arange(len(e)), len(e))
    return min(1.0, 2 * math.exp(-2 * len(e) * away**2))


def copies(e: Noise) -> float:
    """0 where two calls of e, (calls, ...), are the same to the last bit, else 1: e has 4 elements or more.

    Four numbers in a row coincide by chance less than once in 2^80, whatever the precision.
    """
    calls = e.reshape(len(e), -1)
    return float(any(_distinct(part) == len(e) for part in (calls[:, :4], calls)))


def normal_scores(e: Noise, rng: np.random.Generator) -> Noise:
    """Replace entries by the normal quantiles of their ranks: independence stays, the law becomes normal.

    Van der Waerden's scores, ties in random order: under independent entries of any one law they are
    a random order of fixed numbers, so that a wrong mean, scale or shape cannot pass for dependence.
    """
    shuffled, scores = rng.permutation(e.size), np.empty(e.size)
    order = shuffled[np.argsort(np.ravel(e)[shuffled])]
    scores[order] = special.ndtri((np.arange(e.size) + 0.5) / e.size)
    unit: Noise = (scores / scores.std()).reshape(e.shape)
    return unit


def _distinct(rows: Noise) -> int:
    """Return how many rows differ from each other, to the last bit."""
    whole = np.ascontiguousarray(rows).view(f"V{rows.itemsize * rows.shape[1]}")
    return len(set(whole.ravel().tolist()))


def _sizes(e: Noise, axes: tuple[int, ...] | None = None) -> Noise:
    """Return the largest |e| over some axes, or all."""
    largest: Noise = np.maximum(e.max(axis=axes), -e.min(axis=axes))
    return largest


def _largest(m: float, n: int) -> float:
    """Two-sided p-value of the largest of n absolute values."""
    x = m / math.sqrt(2)
    if x == 0:
        return 0.0
    # erf(x) = 2 Phi(m) - 1, from whichever side is small, so that neither tail loses digits.
    log_lower = n * (math.log(math.erf(x)) if x < 1 else math.log1p(-math.erfc(x)))
    return min(1.0, 2 * min(math.exp(log_lower), -math.expm1(log_lower)))


def _cells(e: Noise) -> NDArray[np.intp]:
    """Return in which cell each value is."""
    places = np.clip(e, -REACH, REACH)
    places += REACH
    places *= PER_UNIT
    return places.astype(np.intp)


def _largest_step(values: NDArray[np.float64], ranks: NDArray[np.intp], n: int) -> float:
    """Return the largest distance to the uniform distribution function at values, by their ranks among n."""
    return float(max(np.max((ranks + 1) / n - values), np.max(values - ranks / n)))


def _sum_of_squares(e: Noise) -> float:
    """Add up on one core: the same on every machine, unlike a scalar product of BLAS."""
    flat = np.ravel(e)
    return float(np.einsum("i,i->", flat, flat))


def _two_sided_normal(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def _two_sided_chi_square(statistic: float, degrees: int) -> float:
    tails: Any = (special.chdtr(degrees, statistic), special.chdtrc(degrees, statistic))
    return min(1.0, 2 * float(min(tails)))
