"""What is wrong with the noise, in the words that a student reads; the verdict is `noise.py`'s."""

from __future__ import annotations

import numpy as np

from autograder.checks import noise
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


def mean(verdict: Verdict, level: float, words: Words) -> Mismatch:
    """Say how the samples' centres depart from mu: everywhere, or with mu, or with log_var."""
    e, law = verdict.draws.noise, _worst(verdict, noise.MEAN)
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
    chance = np.sqrt(2 * np.log(2 / level) / e.size)
    return Mismatch(
        f"over {e.size:,} draws, {words.say(observed, off=f'{e.mean():+.3g}')}",
        words.say(
            "samples centred at {{ mu }}; by chance they would lie off by {{ chance }} standard deviations "
            "at most",
            chance=f"{chance:.2g}",
        ),
        cause=words.say(cause),
    )


def variance(verdict: Verdict, level: float, words: Words) -> Mismatch:
    """Say how much too wide or narrow the samples spread, and whether that depends on log_var."""
    e = verdict.draws.noise
    log_var = np.broadcast_to(verdict.draws.log_var, e.shape)
    low, high = (_spread(e[side]) for side in (log_var < -1, log_var >= -1))
    spread, chance = _spread(e), np.sqrt(np.log(2 / level) / e.size)
    return Mismatch(
        words.say(
            "over {{ draws }} draws, samples spread {{ spread }} times as widely as {{ log_var }} says",
            draws=f"{e.size:,}",
            spread=f"{spread:.4g}",
        ),
        f"1, within {chance:.2g}",
        words.say(
            "{{ low }} times where {{ log_var }} asks for little, {{ high }} times where it asks for much",
            low=f"{low:.4g}",
            high=f"{high:.4g}",
        ),
        words.say(_spread_cause(low, high, wrong_shape=verdict.holds["shape"] is False)),
    )


def shape(verdict: Verdict, level: float, words: Words) -> Mismatch:  # noqa: ARG001 - the four have one signature
    """Say how the noise departs from normal noise."""
    e = verdict.draws.noise
    if verdict.unusable:
        return Mismatch(
            f"{verdict.unusable} of {e.size:,} samples are nan or infinite",
            "finite samples",
            cause="a logarithm or a quotient of a uniform number that may be exactly 0",
        )
    centred = np.abs(e - e.mean()) / (e.std() or 1)
    return Mismatch(
        f"over {e.size:,} draws, the noise is not normal: {np.mean(centred > 2):.2%} of it lies beyond 2 "
        f"standard deviations, and the largest lies {centred.max():.3g} out",
        f"normal noise: 4.55% beyond 2 standard deviations, the largest about {_largest(e.size):.2g} out",
        cause="noise of another distribution (uniform, Laplace, ...), or clipped, rounded or folded noise",
    )


def independence(verdict: Verdict, level: float, words: Words) -> Mismatch:
    """Say between which draws the noise is not independent."""
    rejected = [law for law in noise.INDEPENDENCE if verdict.p_values.get(f"{law} (ranks)", 1.0) < level]
    worst = max(rejected or verdict.rejected, key=lambda law: _inflation(verdict.first.noise, law))
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


def _worst(verdict: Verdict, laws: tuple[str, ...]) -> str:
    """Return the law with the smallest p-value, of the draws that decided."""
    suffix = " (one element per call)" if f"{laws[0]} (one element per call)" in verdict.p_values else ""
    return min(laws, key=lambda law: verdict.p_values[law + suffix])


def _inflation(e: noise.Noise, law: str) -> float:
    """Return by how much sums along a law's axis vary more or less than independent ones (log)."""
    if law not in noise.INDEPENDENCE[:3]:
        return 0.0
    axis = noise.INDEPENDENCE.index(law)
    squares = np.mean(e.sum(axis=axis) ** 2) / e.shape[axis]
    return float(np.abs(np.log(squares + np.finfo(float).tiny)))


def _spread(e: noise.Noise) -> float:
    return float(np.sqrt(np.mean(e**2)))


def _spread_cause(low: float, high: float, *, wrong_shape: bool) -> str:
    if max(low, high) < NOTHING:
        return "no noise is added"
    if max(low, high) > CONSTANT * min(low, high):
        return "{{ log_var }} is {{ scale }}; it is used as something else, or not at all"
    if wrong_shape:
        return "the noise is not standard normal"
    return "the noise is multiplied by a constant, or averaged"


def _largest(n: int) -> float:
    """Return about where the largest of n standard normal draws lies."""
    return float(np.sqrt(2 * np.log(2 * n)) - np.log(4 * np.pi * np.log(2 * n)) / np.sqrt(8 * np.log(2 * n)))
