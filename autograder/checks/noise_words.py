"""What is wrong with the noise, in the words that a student reads; the verdict is `noise.py`'s."""

from __future__ import annotations

import numpy as np
from scipy import special

from autograder.arrays import Float64
from autograder.checks import battery, departures, laws, occasion_words, power, shares
from autograder.checks.noise import Verdict
from autograder.course.words import Words
from autograder.findings import Mismatch

BETWEEN = {
    "calls": "different calls",
    "batch": "different rows of the batch",
    "dimensions": "different latent dimensions",
    "serial": "one call and the next",
}
CONSTANT = 1.02  # a spread that differs by less between low and high log_var is wrong by a constant factor
NOTHING = 1e-4
TAIL_SHARE = 2 * special.ndtr(-laws.TAIL_EDGE)


def mean(verdict: Verdict, level: float, words: Words) -> Mismatch:
    """Say how the samples' centres depart from mu: everywhere, with mu or log_var, or each its own way."""
    e, scores = verdict.draws.noise, battery.mean_scores(verdict.draws)
    law = max(scores, key=lambda law: scores[law])
    limit = float(-special.ndtri(level / 2))
    if scores[law] < limit:
        return _stays(e, level, words)
    observed, cause = {
        "mean": (
            "samples lie {{ off }} standard deviations from {{ mu }} on average",
            "something is added to z, or the noise is not centred at 0",
        ),
        "mean against mu": (
            "samples lie off {{ mu }}, the more so the larger {{ mu }} is",
            "{{ mu }} is scaled, averaged, swapped with {{ log_var }}, or left out",
        ),
        "mean against log_var": (
            "samples lie off {{ mu }}, the more so the larger {{ log_var }} is",
            "{{ log_var }} is added to z, or {{ mu }} and {{ log_var }} are swapped",
        ),
    }[law]
    slope = "" if law == "mean" else f" ({scores[law]:.3g} standard errors; by chance {limit:.2g} at most)"
    chance = "samples centred at {{ mu }}; by chance off by {{ chance }} standard deviations at most"
    return Mismatch(
        f"over {e.size:,} draws, {words.say(observed, off=f'{e.mean():+.3g}')}{slope}",
        words.say(chance, chance=f"{limit / np.sqrt(e.size):.2g}"),
        cause=words.say(cause),
    )


def _stays(e: Float64, level: float, words: Words) -> Mismatch:
    """Say that each element's samples keep to one side of mu, with no rule in it."""
    centres = e.mean(axis=0) * np.sqrt(len(e))
    chance = np.sqrt(np.log(2 / level) / centres.size)
    return Mismatch(
        f"over {len(e)} calls, the centres of the elements' samples scatter "
        f"{np.sqrt(np.mean(centres**2)):.4g} times as widely as by chance",
        f"1, within {chance:.2g}",
        cause=words.say("what is added to the noise stays with {{ mu }} or {{ log_var }} from call to call"),
    )


def variance(verdict: Verdict, level: float, words: Words) -> Mismatch:
    """Say how much too wide or narrow the samples spread, and whether that depends on log_var."""
    if verdict.silent:
        return _silent(verdict, words)
    if verdict.holds["mean"] and verdict.holds["independence"] and verdict.occasions:
        return occasion_words.mismatch(verdict, shares.PART * level, words)
    sample = verdict.elements or verdict.draws
    e, log_var = sample.noise.reshape(len(sample.noise), -1), np.ravel(sample.log_var)
    e = e if verdict.holds["mean"] else e - e.mean(axis=0)
    little = log_var < np.median(log_var)
    low, high = _spread(e[:, little]), _spread(e[:, ~little])
    spread, draws, what = _spread(e), e.size, "samples spread"
    if verdict.elements:  # each was judged, and the worst has decided
        spread, draws = max(map(_spread, e.T), key=lambda s: abs(np.log(s))), len(e)
        what = f"one of {e.shape[1]} single elements spreads"
    observed = "over {{ draws }} draws, {{ what }} {{ spread }} times as widely as {{ log_var }} says"
    where = "{{ low }} times where {{ log_var }} asks for little, {{ high }} times where it asks for much"
    first, last = f"{low:.4g}", f"{high:.4g}"
    chance = np.sqrt(np.log(2 / level) / draws)
    if abs(spread - 1) <= chance:  # what is too little here makes up for what is too much there
        observed = (
            "over {{ draws }} draws, samples spread {{ low }} times as widely as {{ log_var }} says where it "
            "asks for little, and {{ high }} times where it asks for much"
        )
        where = ""
    return Mismatch(
        words.say(observed, draws=f"{draws:,}", what=what, spread=f"{spread:.4g}", low=first, high=last),
        f"1, within {chance:.2g}",
        words.say(where, low=first, high=last),
        words.say(_spread_cause(low, high, wrong_shape=verdict.holds["shape"] is False)),
    )


def _silent(verdict: Verdict, words: Words) -> Mismatch:
    """Say that there is no noise, or hardly any."""
    spread = float(verdict.first.noise.std(axis=0).max())
    return Mismatch(
        "z is the same in every call: there is no noise in it"
        if spread < departures.NO_NOISE
        else f"z hardly varies from call to call: by {spread:.2g} of the standard deviation asked for",
        words.say("samples that spread around {{ mu }} as widely as {{ log_var }} says"),
        cause="no noise is drawn, or it is multiplied by next to nothing",
    )


def shape(verdict: Verdict, level: float, words: Words) -> Mismatch:  # noqa: ARG001 - of one signature
    """Say how the noise departs from normal noise: by the law that rejects most clearly."""
    if verdict.unusable:
        return Mismatch(
            f"{verdict.unusable} of {verdict.draws.noise.size:,} samples are nan or infinite",
            "finite samples",
            cause="a logarithm or a quotient of a uniform number that may be exactly 0",
        )
    assert verdict.shape_noise is not None
    e = verdict.shape_noise
    size, away = np.abs(e), laws.distance(e)
    chance = power.min_effect_kolmogorov_smirnov(e.size, level, 1.0)
    observed, expected = (
        f"its distribution function departs from the normal one by {away:.3g}",
        f"by chance {chance:.2g} at most",
    )
    if away <= chance:
        share = np.mean(size > laws.TAIL_EDGE)
        observed = (
            f"{share:.3%} of it lies beyond {laws.TAIL_EDGE} standard deviations, and the largest lies "
            f"{size.max():.3g} out"
        )
        expected = f"normal noise: {TAIL_SHARE:.3%}, and the largest about {_largest(e.size):.2g} out"
    return Mismatch(
        f"over {e.size:,} draws, the noise is not normal: {observed}",
        expected,
        cause=f"the noise is {verdict.other_law}, not normal"
        if verdict.other_law
        else "noise of another distribution, or clipped, rounded or folded noise",
    )


def independence(verdict: Verdict, level: float, words: Words) -> Mismatch:
    """Say between which draws the noise is not independent, or where some have none of their own."""
    if verdict.occasions:
        return occasion_words.mismatch(verdict, shares.PART * level, words)
    rejections = [law for law in shares.INDEPENDENCE if verdict.p_values.get(f"{law} (ranks)", 1.0) < level]
    worst = max(rejections or verdict.rejections, key=lambda law: _inflation(verdict.first.noise, law))
    if verdict.repeats:
        cause = (
            "a seed set inside the function, noise made once and kept, or mixed with that of the last call"
        )
    else:
        cause = (
            "noise of another shape than {{ mu }}, spread by broadcasting, or noise centred or mirrored so "
            "that it adds up to something"
        )
    return Mismatch(
        f"the noise of {BETWEEN.get(worst, BETWEEN['calls'])} is not independent",
        "fresh noise for every element of every call",
        cause=words.say(cause),
    )


def _inflation(e: Float64, law: str) -> float:
    """Return by how much sums along a law's axis vary more or less than independent ones (log)."""
    if law not in shares.INDEPENDENCE[:3]:
        return 0.0
    axis = shares.INDEPENDENCE.index(law)
    squares = np.mean(e.sum(axis=axis) ** 2) / e.shape[axis]
    return float(np.abs(np.log(squares + np.finfo(float).tiny)))


def _spread(e: Float64) -> float:
    return float(np.sqrt(np.mean(e**2)))


def _spread_cause(low: float, high: float, *, wrong_shape: bool) -> str:
    """Say what may make a spread wrong by these factors where log_var asks for little, and for much."""
    if max(low, high) < NOTHING:
        return "no noise is added"
    if low > CONSTANT * high and high > 1 / CONSTANT:
        return "something is added to the spread, or {{ log_var }} is clamped where it is low"
    if max(low, high) > CONSTANT * min(low, high):
        return "{{ log_var }} is {{ scale }}; it is used as something else, or not at all"
    if wrong_shape:
        return "the noise is not standard normal"
    return "the noise is multiplied by a constant, or averaged"


def _largest(n: int) -> float:
    """Return about where the largest of n standard normal draws lies."""
    return float(np.sqrt(2 * np.log(2 * n)) - np.log(4 * np.pi * np.log(2 * n)) / np.sqrt(8 * np.log(2 * n)))
