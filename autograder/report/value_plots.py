"""The KL divergence and the ELBO in pictures, against their right values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from autograder.arrays import Float64
from autograder.course.words import Words
from autograder.report.observation import Lines
from autograder.report.panel import Panel, beyond, finite, not_finite, number, parameter, view
from autograder.report.public import Line, Sweep
from autograder.report.svg import FIRST, RIGHT, SECOND, THIRD, plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLOSE = 1e-2
EXAMPLES = (("o", FIRST), ("^", SECOND), ("s", THIRD))


def kl(words: Words, which: str, sweep: Sweep, observed: Float64) -> Panel:
    """Draw a submission's KL (points,) over a sweep of one parameter, with the right curve."""
    name, other = (parameter(words, n) for n in (("mu", "log_var") if which == "mu" else ("log_var", "mu")))
    range_ = view(sweep.kl, observed)
    usable = np.isfinite(observed)

    def draw(axes: Axes) -> None:
        axes.plot(sweep.at, sweep.kl, color=RIGHT, linewidth=1.5, label="right")
        dots = np.clip(observed[usable], *range_)
        axes.plot(sweep.at[usable], dots, "o", color=FIRST, markersize=5, clip_on=False, label="yours")
        axes.set_ylim(range_)
        axes.legend(loc="upper center")

    return Panel(
        name=f"kl-{which.replace('_', '-')}",
        title=f"KL while {name} moves",
        right=f"Right: the dots lie on the curve, which touches 0 at {name} = 0 alone, "
        f"where q(z|x) is the prior ({other} is 0 all along, in {sweep.mu.shape[1]} latent dimensions).",
        shows=(
            *_comparison(name, sweep, observed),
            *beyond(observed, *range_, "dots"),
            *not_finite(observed, "values"),
        ),
        svg=plot(f"kl-{which.replace('_', '-')}", f"{name} of every latent dimension", "KL", draw),
    )


def lines(words: Words, line: Line, observed: Lines) -> Panel:
    """Draw a submission's ELBO (betas, batch) against beta with the right lines, and fit its own."""
    betas = np.array(line.betas)
    right = line.intercept + np.outer(betas, line.slope)
    range_ = view(right.ravel(), observed.elbo.ravel())
    own = None if observed.own_slope is None else _own_lines(line, observed.own_slope)

    def draw(axes: Axes) -> None:
        for i, (marker, colour) in enumerate(EXAMPLES):
            usable = np.isfinite(observed.elbo[:, i])
            axes.plot(betas, right[:, i], color=RIGHT, linewidth=1, label="" if i else "right")
            dots = np.clip(observed.elbo[usable, i], *range_)
            label = f"yours, example {i + 1}"
            axes.plot(betas[usable], dots, marker, color=colour, markersize=6, clip_on=False, label=label)
        if own is not None:
            axes.plot(betas, own, color=RIGHT, linewidth=1, linestyle="dashed")
        axes.set_ylim(range_)
        axes.legend(loc="lower left")

    return Panel(
        name="beta",
        title=words.say("ELBO against {{ beta }}"),
        right=words.say(
            "Right: the dots of an example lie on a straight line, which starts at its log-likelihood, "
            "the intercept, and falls by its KL for every unit of {{ beta }}, the slope."
        ),
        shows=(
            *(_fit(words, i, line, observed) for i in range(line.slope.size)),
            *(
                ()
                if own is None
                else (words.say("The dashed lines are right with your own {{ kl_divergence }}."),)
            ),
            *beyond(observed.elbo.ravel(), *range_, "dots"),
            *not_finite(observed.elbo, "values"),
        ),
        svg=plot("beta", words["beta"], "ELBO", draw),
    )


def _own_lines(line: Line, slope: Float64) -> Float64 | None:
    """Return the lines (betas, batch) that a submission's own KL gives, where they are others."""
    if (np.abs(slope - line.slope) <= CLOSE).all():
        return None
    return line.intercept + np.outer(line.betas, slope)


def _comparison(name: str, sweep: Sweep, observed: Float64) -> tuple[str, ...]:
    off = np.abs(observed - sweep.kl)
    if not finite(observed).size:
        return ()
    worst = int(np.nanargmax(np.where(np.isfinite(observed), off, -1)))
    close = int(np.count_nonzero(off <= CLOSE * (1 + sweep.kl)))
    middle = sweep.at.size // 2
    sentences = [
        f"{close} of {observed.size} dots lie on the curve.",
        f"At {name} = 0 yours is {number(observed[middle])} (right: {number(sweep.kl[middle])}).",
    ]
    if close < observed.size:
        sentences.append(
            f"They are farthest apart at {name} = {number(sweep.at[worst])}, where yours is "
            f"{number(observed[worst])} (right: {number(sweep.kl[worst])})."
        )
    return tuple(sentences)


def _fit(words: Words, example: int, line: Line, observed: Lines) -> str:
    """Say which line fits an example's values best, and how far from straight they are."""
    usable = np.isfinite(observed.elbo[:, example])
    if np.count_nonzero(usable) < 2:
        return f"Example {example + 1}: too few finite values for a line."
    betas, values = np.array(line.betas)[usable], finite(observed.elbo[:, example])
    slope, intercept = np.polyfit(betas, values, 1)
    text = (
        f"Example {example + 1}: slope {number(slope)} (right: {number(line.slope[example])}), "
        f"intercept {number(intercept)} (right: {number(line.intercept[example])})"
    )
    if observed.own_slope is not None and abs(observed.own_slope[example] - line.slope[example]) > CLOSE:
        own = f"; your own {words['kl_divergence']} would give the slope"
        text += f"{own} {number(observed.own_slope[example])}"
    bend = float(np.abs(values - intercept - slope * betas).max())
    if bend > CLOSE * (1 + np.abs(values).max()):
        text += f"; the values are not on a line, but up to {number(bend)} away from it"
    return f"{text}."
