"""The class in pictures, drawn as a report's plots are; each has its numbers in words beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from autograder.arrays import Float64
from autograder.batch.page.items import ItemFigures
from autograder.batch.page.table import Check
from autograder.report.svg import FIRST, GRID, RIGHT, plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 10


def distribution(scores: Float64, possible: float) -> Markup:
    """Draw how many students have how many points."""
    from matplotlib.ticker import MaxNLocator

    def draw(axes: Axes) -> None:
        axes.hist(scores, bins=_edges(possible).tolist(), color=FIRST, edgecolor=GRID)
        axes.set_xlim(0, possible or 1)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))

    return plot("marks", "points", "students", draw)


def counts(scores: Float64, possible: float) -> list[tuple[str, int]]:
    """Return how many students have points in each range of the distribution."""
    edges = _edges(possible)
    heights, _ = np.histogram(scores, bins=edges)
    return [(f"{low:g} to {high:g}", int(n)) for (low, high), n in zip(pairwise(edges), heights, strict=True)]


def shares(checks: tuple[Check, ...], figures: list[ItemFigures]) -> Markup:
    """Draw the share that passed each check, with its interval."""

    def draw(axes: Axes) -> None:
        for at, figure in enumerate(figures):
            if figure.share:
                axes.plot([figure.share.low, figure.share.high], [at, at], color=RIGHT, linewidth=1)
                axes.plot(figure.share.value, at, "o", color=FIRST, markersize=5)
        axes.set_yticks(range(len(checks)), [check.number for check in checks], fontsize=7)
        axes.invert_yaxis()
        axes.set_xlim(0, 1)

    return plot("shares", "share that passed, with its 95 % interval", "check", draw)


def _edges(possible: float) -> Float64:
    return np.linspace(0, possible or 1, BINS + 1)
