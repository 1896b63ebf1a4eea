"""Mistakes that one number gives away: every value is the same multiple of what it should be."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.arrays import Float64
from autograder.course.conventions import Conventions

# Ratios this near are the same; rounding is a hundred times smaller, 1/11 and 1/13 are 80 times further.
RATIO = 2e-3


def suspects(sizes: Mapping[str, int], conventions: Conventions) -> dict[str, int]:
    """Return the axes over which an average is a mistake: the batch is none where the course asks for it."""
    mean = "the batch" if conventions.reduction == "mean" else ""
    return {axis: length for axis, length in sizes.items() if axis != mean}


def ratio(observed: Float64, expected: Float64, sizes: Mapping[str, int]) -> str:
    """Name the mistake when every observed value is the same multiple of the expected one, else nothing.

    `sizes` are the lengths of the axes that may have been averaged, by what they are; distinct primes,
    so that a ratio names an axis.
    """
    large = np.abs(expected) > 1e-3 * np.abs(expected).max()
    ratios = observed[large] / expected[large]
    if not ratios.size or not np.isfinite(ratios).all() or np.ptp(ratios) > RATIO * np.abs(ratios).max():
        return ""
    factor = float(np.median(ratios))
    fits = np.abs(observed - factor * expected) <= RATIO * np.abs(observed).max()
    if abs(factor) < RATIO or _is(factor, 1) or not fits.all():
        return ""
    for axis, length in sizes.items():
        if _is(factor, 1 / length):
            return (
                f"your values are 1/{length} of the expected ones: it averages over {axis} instead of summing"
            )
    common = {
        -1.0: "your values are the negative of the expected ones: the sign is the wrong way round",
        2.0: "your values are twice the expected ones: a factor is missing",
        0.5: "your values are half of the expected ones: there is a factor too many",
    }
    for value, text in common.items():
        if _is(factor, value):
            return text
    return f"your values are {factor:.4g} times the expected ones"


def _is(ratio: float, value: float) -> bool:
    return abs(ratio - value) < RATIO * abs(value)
