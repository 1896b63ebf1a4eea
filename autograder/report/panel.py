"""A plot with its words, and how numbers that may be anything are put into words and pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from autograder.arrays import Float64
from autograder.course.words import Words

# Squares and products of larger numbers overflow; no picture shows the difference.
HUGE = 1e100
# How many times the height of what is expected a picture goes beyond it for the sake of what was observed.
ROOM = 1.5


@dataclass(frozen=True)
class Panel:
    """One plot: what a right one looks like, in a sentence, and what this one shows, in numbers."""

    name: str
    title: str
    right: str
    shows: tuple[str, ...]
    svg: Markup


@dataclass(frozen=True)
class Section:
    """Plots of one part of the work, or why there are none, and the prefixes of the ids of its checks."""

    name: str
    title: str
    checks: tuple[str, ...]
    panels: tuple[Panel, ...] = ()
    missing: str = ""


def parameter(words: Words, name: str) -> str:
    """Return what a course calls mu, or log_var; what functions take in its place is no axis of a plot."""
    return words[{"mu": "mu", "log_var": "log_variance"}[name]]


def number(value: float) -> str:
    """Return a number in three digits, with a real minus sign."""
    text = f"{value:.3g}"
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def finite(values: Float64) -> Float64:
    """Return the finite ones of some values (n,), the largest cut."""
    return np.clip(values[np.isfinite(values)], -HUGE, HUGE)


def not_finite(values: Float64, what: str) -> tuple[str, ...]:
    """Say how many values are nan or infinite; nothing when none is."""
    bad = int(np.count_nonzero(~np.isfinite(values)))
    return (f"Not drawn, because nan or infinite: {bad:,} of {values.size:,} {what}.",) if bad else ()


def beyond(values: Float64, low: float, high: float, what: str) -> tuple[str, ...]:
    """Say how many finite values lie outside of the picture; nothing when none does."""
    outside = int(np.count_nonzero((finite(values) < low) | (finite(values) > high)))
    return (f"Beyond the picture, drawn at its edge: {outside:,} {what}.",) if outside else ()


def view(expected: Float64, observed: Float64) -> tuple[float, float]:
    """Return the range to draw: what is expected, and of what was observed as much as there is room for."""
    due = finite(expected)
    low, high = (float(due.min()), float(due.max())) if due.size else (-1.0, 1.0)
    height = high - low or 1.0
    visible = np.clip(finite(observed), low - ROOM * height, high + ROOM * height)
    low, high = float(np.min(visible, initial=low)), float(np.max(visible, initial=high))
    margin = 0.04 * (high - low or 1.0)
    return low - margin, high + margin
