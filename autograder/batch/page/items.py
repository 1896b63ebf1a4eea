"""Item analysis: how hard a check was for a class, and whether it goes with the rest of the work."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy import stats

from autograder.arrays import Float64

CONFIDENCE = 0.95
FEW = 3  # below, a correlation has no interval: Fisher's z has n - 3 in it
LOW = 0.1  # an item-rest correlation below which a check is worth a look, as textbooks have it


@dataclass(frozen=True)
class Interval:
    """A figure with its interval at CONFIDENCE."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ItemFigures:
    """Of one check: how many passed, failed and did not run it; shares are of those who ran it.

    A figure that is not defined is None, and `why` says in words why the correlation is not.
    """

    passes: int
    failures: int
    not_run: int
    share: Interval | None
    correlation: Interval | None
    why: str


def figures(passes: Float64, scores: Float64) -> list[ItemFigures]:
    """Return the figures of each check, of `passes` and `scores` (students, checks)."""
    totals = np.nansum(scores, axis=1)
    return [_figures(passes[:, at], scores[:, at], totals - scores[:, at]) for at in range(passes.shape[1])]


def _figures(passes: Float64, own: Float64, rest: Float64) -> ItemFigures:
    ran = ~np.isnan(passes)
    good, count = int(passes[ran].sum()), int(ran.sum())
    correlation, why = _correlation(own[ran], rest[ran])
    return ItemFigures(good, count - good, int((~ran).sum()), share(good, count), correlation, why)


def share(good: int, count: int) -> Interval | None:
    """Return a share with Wilson's score interval (Wilson 1927), None of nobody."""
    if not count:
        return None
    interval = stats.binomtest(good, count).proportion_ci(CONFIDENCE, method="wilson")
    return Interval(good / count, float(interval.low), float(interval.high))


def students(count: int) -> str:
    """Return a number of students in words."""
    return f"{count} student{'s' if count != 1 else ''}"


def _correlation(own: Float64, rest: Float64) -> tuple[Interval | None, str]:
    """Return Pearson's correlation of a check's points with those of all others, or why there is none.

    The interval is Fisher's (1915), from SciPy. A check is no part of the rest, else it would go with itself.
    """
    if len(own) <= FEW:
        return None, f"undefined: {students(len(own))} ran it, too few for an interval"
    if np.ptp(own) == 0:
        return None, "undefined: all who ran it have the same points"
    if np.ptp(rest) == 0:
        return None, "undefined: all who ran it have the same points elsewhere"
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # SciPy's, on what is nearly constant
        result = stats.pearsonr(own, rest)
        bounds = result.confidence_interval(CONFIDENCE)
    return Interval(float(result.statistic), float(bounds.low), float(bounds.high)), ""
