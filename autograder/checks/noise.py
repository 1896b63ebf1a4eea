"""The verdict on the noise of a sampler: eleven laws, in an order that keeps one mistake one mistake.

Judged first on standardised draws with other parameters in every element. A right submission loses
nothing unless one of these laws rejects there, so the shares of alpha below bound its risk. What
follows a rejection only finds out what to call the mistake:

* Wrong means, scales or shapes inflate the sums that show dependence. Independence is therefore
  judged again at one constant mu and log_var, on ranks, which only dependence can disturb.
* Dependent noise spreads out the sums that show mean and variance. They are then judged on one
  element per call; if the calls repeat too, there is nothing to judge them on.
* A wrong scale spreads the mean, a wrong mean inflates the squares: each is judged again in a way
  that the other cannot disturb. Shape is judged again re-centred and re-scaled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograder import stats

Noise = NDArray[np.float64]

CALLS, BATCH, LATENT = 16, 256, 160  # 655,360 draws; not square, so that a transpose shows
SINGLE_CALLS, SINGLE_SHAPE = 4096, (16, 8)  # for one element per call

# Each law's part of alpha; equal parts of a sixteenth leave three for checks that a course adds.
SHARE = 1 / 16
INDEPENDENCE = ("calls", "batch", "dimensions", "serial")
MEAN = ("mean", "mean against mu", "mean against log_var")
VARIANCE = ("variance",)
SHAPE = ("Kolmogorov-Smirnov", "tails", "extreme")
LAWS = (*INDEPENDENCE, *MEAN, *VARIANCE, *SHAPE)


class Draws(NamedTuple):
    """Standardised noise (calls, batch, latent), with what mu and log_var it was drawn at."""

    noise: Noise
    mu: Noise
    log_var: Noise


@dataclass(frozen=True)
class Sampler:
    """Three ways to draw: other parameters in every element, constant ones, and many small calls.

    `rng` is the grader's own, for what its judgement needs of chance.
    """

    varied: Callable[[], Draws]
    constant: Callable[[], Draws]
    single: Callable[[], Draws]
    rng: np.random.Generator


@dataclass
class Verdict:
    """Whether each property holds, None where it could not be judged, and the evidence.

    `noise` is what mean, variance and shape were judged on.
    """

    noise: Noise
    unusable: int
    p_values: dict[str, float]
    holds: dict[str, bool | None] = field(default_factory=dict)
    rejected: tuple[str, ...] = ()
    repeats: bool = False


def judge(sampler: Sampler, level: float) -> Verdict:
    """Judge a sampler, each law at a level; draws again only when a law rejects."""
    draws, unusable = _finite(sampler.varied())
    p_values = laws(draws)
    verdict = Verdict(draws.noise, unusable, p_values)
    verdict.rejected = tuple(law for law, p in p_values.items() if p < level)
    if any(law in verdict.rejected for law in INDEPENDENCE):
        _judge_dependent(sampler, draws, level, verdict)
    else:
        verdict.holds["independence"] = True
        _judge_marginal(draws, sampler, level, verdict)
    if unusable:
        verdict.holds["shape"] = False
    return verdict


def laws(draws: Draws) -> dict[str, float]:
    """Return the p-value of every law on independent draws."""
    return _dependence(draws.noise) | marginal_laws(draws)


def marginal_laws(draws: Draws) -> dict[str, float]:
    """Return the p-values of the laws that do not ask for independence within a call."""
    e = draws.noise
    return {
        "mean": stats.mean(e),
        "mean against mu": stats.mean(e, _centred(draws.mu)),
        "mean against log_var": stats.mean(e, _centred(draws.log_var)),
        "variance": stats.variance(e),
        "Kolmogorov-Smirnov": stats.kolmogorov_smirnov(e),
        "tails": stats.tails(e),
        "extreme": stats.extreme(e),
    }


def _dependence(e: Noise) -> dict[str, float]:
    axes = {law: stats.independence(e, axis) for axis, law in enumerate(INDEPENDENCE[:3])}
    return axes | {"serial": stats.serial(e)}


def _judge_dependent(sampler: Sampler, draws: Draws, level: float, verdict: Verdict) -> None:
    """Find out whether it is dependence that was seen, and judge the rest around it."""
    constant, _ = _finite(sampler.constant())
    again = _dependence(stats.normal_scores(constant.noise, sampler.rng))
    verdict.p_values |= {f"{law} (ranks)": p for law, p in again.items()}
    found = {law for law, p in again.items() if p < level}
    if not np.ptp(draws.noise, axis=0).any() and np.ptp(constant.noise) == 0:
        _judge_marginal(draws, sampler, level, verdict)
        verdict.holds |= {"independence": None, "shape": None}
        return
    if not found:
        _judge_marginal(draws, sampler, level, verdict)
        # If nothing else explains what was seen, it was dependence that only varied parameters show.
        verdict.holds["independence"] = not all(verdict.holds.values())
        return
    verdict.holds["independence"] = False
    single, _ = _finite(sampler.single())
    verdict.repeats = _repeats(single.noise[:, 0, 0], level, sampler.rng) or found <= {
        "calls",
        "serial",
    }
    if verdict.repeats:
        verdict.holds |= {"mean": None, "variance": None, "shape": None}
        return
    calls = np.arange(len(single.noise))
    element = calls % single.noise[0].size
    flat = single.noise.reshape(len(calls), -1)
    one = Draws(flat[calls, element], np.ravel(single.mu)[element], np.ravel(single.log_var)[element])
    verdict.noise = one.noise
    single_laws = marginal_laws(one)
    verdict.p_values |= {f"{law} (one element per call)": p for law, p in single_laws.items()}
    _decide(single_laws, one, None, lambda: single.noise[:, 0, 0], level, verdict)


def _repeats(e: Noise, level: float, rng: np.random.Generator) -> bool:
    """Whether one element's noise depends on the calls before."""
    if np.ptp(e) == 0:
        return True
    square = stats.normal_scores(e.reshape(64, -1), rng)
    return min(stats.independence(square, 0), stats.independence(square, 1), stats.serial(square)) < level


def _judge_marginal(draws: Draws, sampler: Sampler, level: float, verdict: Verdict) -> None:
    p_values = {law: verdict.p_values[law] for law in (*MEAN, *VARIANCE, *SHAPE)}
    _decide(p_values, draws, draws.noise, lambda: _finite(sampler.constant())[0].noise, level, verdict)


def _decide(
    p_values: dict[str, float],
    draws: Draws,
    by_call: Noise | None,
    constant: Callable[[], Noise],
    level: float,
    verdict: Verdict,
) -> None:
    """Decide mean, variance and shape, each in spite of the others."""
    rejects = {name: min(p_values[law] for law in names) < level for name, names in _GROUPS.items()}
    mean, variance, shape = rejects["mean"], rejects["variance"], rejects["shape"]
    if mean and variance:
        weights = (None, _centred(draws.mu), _centred(draws.log_var))
        mean = min(stats.mean_at_any_scale(draws.noise, w) for w in weights) < level
        if mean and by_call is not None:
            variance = stats.variance_at_any_mean(by_call) < level
    verdict.holds |= {"mean": not mean, "variance": not variance, "shape": not shape}
    if shape and (mean or variance):
        e = constant()
        spread = e.std()
        if spread == 0:
            verdict.holds["shape"] = None
            return
        rescaled = (e - e.mean()) / spread
        again = (stats.kolmogorov_smirnov(rescaled), stats.tails(rescaled), stats.extreme(rescaled))
        verdict.holds["shape"] = min(again) >= level


_GROUPS = {"mean": MEAN, "variance": VARIANCE, "shape": SHAPE}


def _centred(parameter: Noise) -> Noise:
    centred: Noise = parameter - parameter.mean()
    return centred


def _finite(draws: Draws) -> tuple[Draws, int]:
    """Put zeros where the noise is nan or infinite, and count them."""
    bad = ~np.isfinite(draws.noise)
    count = int(np.count_nonzero(bad))
    return (draws._replace(noise=np.where(bad, 0.0, draws.noise)) if count else draws), count
