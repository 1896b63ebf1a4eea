"""The sampler in pictures: the law of its noise, and how z answers to mu and log_var."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from autograder.arrays import Float64
from autograder.course.words import Words
from autograder.report.band import normal_band
from autograder.report.observation import Flow, Pairs
from autograder.report.panel import HUGE, Panel, beyond, finite, not_finite, number, parameter, view
from autograder.report.svg import FIRST, RIGHT, SECOND, plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EDGE, BINS = 4.0, 32
REACH = 5.0  # standard deviations that the QQ plot shows
CHANCE = 0.999
CLOSE = 0.01
# Repeated noise differs by rounding; of 1,024 normal draws some 15 agree to four decimals by chance.
DECIMALS, MOST = 4, 0.9
MARKERS = {"mu": ("o", FIRST), "log_var": ("^", SECOND)}


def histogram(noise: Float64) -> Panel:
    """Draw the histogram of standardised noise (calls, batch, latent) with the normal density."""
    values = noise.ravel()
    e = finite(values)
    edges = np.linspace(-EDGE, EDGE, BINS + 1)
    heights = np.histogram(e, edges)[0] / max(e.size, 1) / np.diff(edges)
    x = np.linspace(-EDGE, EDGE, 161)

    def draw(axes: Axes) -> None:
        axes.stairs(heights, edges, fill=True, color=FIRST, alpha=0.35)
        axes.stairs(heights, edges, color=FIRST, linewidth=1.2, label="yours")
        axes.plot(x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), color=RIGHT, linewidth=2, label="right")
        axes.set_xlim(-EDGE, EDGE)
        axes.legend(loc="upper right")

    outside = np.count_nonzero(np.abs(e) > EDGE)
    return Panel(
        name="histogram",
        title="Histogram of the noise",
        right="Right: the bars follow the curve, centred at 0, and hardly reach beyond 3 on either side.",
        shows=(
            *(_moments(e) if e.size else ()),
            *((f"Not drawn, because beyond {EDGE:g} on either side: {outside:,}.",) if outside else ()),
            *not_finite(values, "values"),
        ),
        svg=plot("histogram", "standardised noise", "density", draw),
    )


def quantiles(noise: Float64) -> Panel:
    """Draw the normal QQ plot of standardised noise (calls, batch, latent) with its exact band."""
    values = noise.ravel()
    e = np.sort(finite(values))
    theory = special.ndtri((np.arange(e.size) + 0.5) / e.size)
    lower, upper = normal_band(e.size, CHANCE) if e.size else (e, e)
    outside = int(np.count_nonzero((e < lower) | (e > upper)))

    def draw(axes: Axes) -> None:
        axes.fill_between(theory, lower, upper, color=RIGHT, alpha=0.18, linewidth=0, label="band")
        axes.plot([-REACH, REACH], [-REACH, REACH], color=RIGHT, linewidth=1, label="right")
        dots = np.clip(e, -REACH, REACH)
        axes.plot(theory, dots, ".", color=FIRST, markersize=4, clip_on=False, label="yours")
        axes.set(xlim=(-3.6, 3.6), ylim=(-REACH, REACH))
        axes.legend(loc="upper left")

    return Panel(
        name="quantiles",
        title="Normal QQ plot of the noise",
        right="Right: the dots run along the line; in 999 of 1,000 reports all stay in the grey band.",
        shows=(
            *(_extremes(e, outside) if e.size else ()),
            *beyond(e, -REACH, REACH, "dots"),
            *not_finite(values, "values"),
        ),
        svg=plot("quantiles", "quantile of the normal distribution", "sorted noise", draw),
    )


def flow(words: Words, response: Flow) -> Panel:
    """Draw what was expected of every element of z against what was observed, for both parameters."""
    every = response.pairs.values()
    expected = np.concatenate([pair.expected for pair in every])
    observed = np.concatenate([pair.observed for pair in every])
    wide, high = view(expected, expected), view(expected, observed)

    def draw(axes: Axes) -> None:
        axes.axline((0, 0), slope=1, color=RIGHT, linewidth=1, label="right")
        for name, pair in response.pairs.items():
            marker, colour = MARKERS[name]
            both = np.isfinite(pair.expected) & np.isfinite(pair.observed)
            x, y = np.clip(pair.expected[both], *wide), np.clip(pair.observed[both], *high)
            axes.plot(
                x,
                y,
                marker,
                color=colour,
                markersize=5,
                alpha=0.6,
                mew=0,
                clip_on=False,
                label=parameter(words, name),
            )
        axes.set(xlim=wide, ylim=high)
        axes.legend(loc="upper left")

    what = "gradient" if response.by_gradients else "move of z"
    right = (
        "Right: every gradient lies on the line, observed equal to expected."
        if response.by_gradients
        else words.say(
            "Right: when {{ mu }} or {{ log_variance }} moves and the noise stays, every element of z moves "
            "by what is expected, so all dots lie on the line."
        )
    )
    return Panel(
        name="flow",
        title=f"Expected and observed {'gradients' if response.by_gradients else 'moves of z'}",
        right=right,
        shows=(
            *(f"{parameter(words, name)}: {_against(pair)}" for name, pair in response.pairs.items()),
            *beyond(observed, *high, "dots"),
            *not_finite(observed, "values"),
        ),
        svg=plot("flow", f"expected {what}", f"observed {what}", draw),
    )


def _moments(e: Float64) -> tuple[str, ...]:
    sentences = [
        f"{e.size:,} draws: mean {number(e.mean())} (right: 0, within {number(3 / np.sqrt(e.size))}), "
        f"standard deviation {number(e.std())} (right: 1, within {number(3 / np.sqrt(2 * e.size))})."
    ]
    distinct = np.unique(np.round(e, DECIMALS)).size
    if distinct < MOST * e.size:
        sentences.append(
            f"Only {distinct} of the {e.size:,} values are distinct; right noise does not repeat."
        )
    return tuple(sentences)


def _extremes(e: Float64, outside: int) -> tuple[str, ...]:
    ends = f"the smallest is {number(e[0])}, the largest {number(e[-1])}"
    return (f"{outside:,} of {e.size:,} dots lie outside of the band; {ends}.",)


def _against(pair: Pairs) -> str:
    both = np.isfinite(pair.expected) & np.isfinite(pair.observed)
    x, y = np.clip(pair.expected[both], -HUGE, HUGE), np.clip(pair.observed[both], -HUGE, HUGE)
    if not x.any():
        return "there is nothing to compare."
    if not y.any():
        return f"all {y.size} observed values are 0: nothing arrives there."
    close = int(np.count_nonzero(np.abs(y - x) <= CLOSE * (1 + np.abs(x))))
    slope = float(np.sum(x * y) / np.sum(x * x))
    return f"{close} of {x.size} dots lie on the line; the best-fitting slope is {number(slope)} (right: 1)."
