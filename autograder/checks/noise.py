"""The verdict on the noise of a sampler: eleven laws, in an order that keeps one mistake one mistake.

Judged first on standardised draws with other parameters in every element. A right submission loses
nothing unless one of these laws rejects there, so the shares of alpha below bound its risk. What
follows a rejection only finds out what to call the mistake:

* Wrong means, scales or shapes inflate the sums that show dependence. Independence is therefore
  judged again at one constant mu and log_var, on ranks, which only dependence can disturb.
* Dependent noise spreads out the sums that show mean and variance. They are then judged on single
  elements, over many calls; if the calls repeat too, there is nothing to judge them on.
* A wrong scale spreads the mean, a wrong mean inflates the squares: each is judged again in a way
  that the other cannot disturb. Shape is judged again re-centred and re-scaled. Where the shape is
  wrong, the law of the squares is another one: the spread must then be off by more than a little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograder.checks import laws

Noise = NDArray[np.float64]

CALLS, BATCH, LATENT = 16, 256, 160  # 655,360 draws; not square, so that a transpose shows
SINGLE_CALLS, SINGLE_SHAPE = 4096, (16, 16)  # for single elements, over many calls

INDEPENDENCE = ("calls", "batch", "dimensions", "serial")
MEAN = ("mean", "mean against mu", "mean against log_var")
VARIANCE = ("variance",)
SHAPE = ("Kolmogorov-Smirnov", "tails", "extreme")
LAWS = (*INDEPENDENCE, *MEAN, *VARIANCE, *SHAPE)
# The laws that decide the gradient points where noise cannot be repeated.
GRADIENT = ("mean at several parameters", "variance at several parameters")
# Every law's part of alpha, all that is ever spent; what is left is for checks that a course adds.
SHARE = 1 / 16
SHARES = dict.fromkeys((*LAWS, *GRADIENT), SHARE)

# Below this many standard deviations noise is what rounding leaves of float32 parameters.
NO_NOISE = 1e-5
# Squares beyond this overflow when they are added up.
HUGE = 1e100
# How far off a spread must be to be called wrong beside a wrong shape: ten times what chance does to
# noise as heavy-tailed as Laplace's; and where noise is dependent, more than centring sixteen does.
SPREAD_OF_OTHER_SHAPE, SPREAD_OF_DEPENDENT = 0.02, 0.1


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

    `draws` are what mean, variance and shape were judged on, `first` those that came first.
    """

    first: Draws
    draws: Draws
    unusable: int
    p_values: dict[str, float]
    holds: dict[str, bool | None] = field(default_factory=dict)
    rejected: tuple[str, ...] = ()
    repeats: bool = False


def judge(sampler: Sampler, level: float) -> Verdict:
    """Judge a sampler, each law at a level; draws again only when a law rejects."""
    draws, unusable = finite(sampler.varied())
    values = p_values(draws)
    verdict = Verdict(draws, draws, unusable, values)
    verdict.rejected = tuple(law for law, p in values.items() if p < level)
    if any(law in verdict.rejected for law in INDEPENDENCE):
        _judge_dependent(sampler, draws, level, verdict)
    else:
        verdict.holds["independence"] = True
        _judge_marginal(draws, sampler, level, verdict)
    if unusable:
        verdict.holds["shape"] = False
    return verdict


def p_values(draws: Draws) -> dict[str, float]:
    """Return the p-value of every law on independent draws."""
    draws, _ = finite(draws)
    return _dependence(draws.noise) | marginal_laws(draws)


def marginal_laws(draws: Draws) -> dict[str, float]:
    """Return the p-values of the laws that do not ask for independence within a call."""
    e = draws.noise
    return {
        "mean": laws.mean(e),
        "mean against mu": laws.mean(e, _centred(draws.mu)),
        "mean against log_var": laws.mean(e, _centred(draws.log_var)),
        "variance": laws.variance(e),
        "Kolmogorov-Smirnov": laws.kolmogorov_smirnov(e),
        "tails": laws.tails(e),
        "extreme": laws.extreme(e),
    }


def finite(draws: Draws) -> tuple[Draws, int]:
    """Put zeros where the noise is nan or infinite, and count them; cut what is too large to square."""
    bad = ~np.isfinite(draws.noise)
    usable = np.clip(np.where(bad, 0.0, draws.noise), -HUGE, HUGE)
    return draws._replace(noise=usable), int(np.count_nonzero(bad))


def _dependence(e: Noise) -> dict[str, float]:
    """Return the p-values of the laws that ask for independence.

    Rows are added up in each dimension and all together: noise that is centred over a whole call
    looks independent along each of its axes.
    """
    axes = {law: laws.independence(e, axis) for axis, law in enumerate(INDEPENDENCE[:3])}
    whole = laws.independence(e.reshape(len(e), -1), 1)
    return axes | {"batch": min(1.0, 2 * min(axes["batch"], whole)), "serial": laws.serial(e)}


def _judge_dependent(sampler: Sampler, draws: Draws, level: float, verdict: Verdict) -> None:
    """Find out whether it is dependence that was seen, and judge the rest around it."""
    constant, _ = finite(sampler.constant())
    again = _dependence(laws.normal_scores(constant.noise, sampler.rng))
    verdict.p_values |= {f"{law} (ranks)": p for law, p in again.items()}
    found = {law for law, p in again.items() if p < level}
    if max(np.ptp(draws.noise, axis=0).max(), np.ptp(constant.noise)) < NO_NOISE:
        _judge_marginal(draws, sampler, level, verdict)
        verdict.holds |= {"independence": None, "shape": None}
    elif not found:
        _judge_marginal(draws, sampler, level, verdict)
        explained = not all(verdict.holds.values())
        verdict.holds["independence"] = True
        if not explained:
            # What stays with an element from call to call, and only where parameters vary, is its mean.
            stays = not {"calls", "serial"}.isdisjoint(verdict.rejected)
            verdict.holds["mean" if stays else "independence"] = False
    else:
        verdict.holds["independence"] = False
        single, _ = finite(sampler.single())
        verdict.repeats = found <= {"calls", "serial"} or _repeats(single.noise[:, 0, 0], level, sampler.rng)
        if verdict.repeats:
            verdict.holds |= {"mean": None, "variance": None, "shape": None}
        else:
            _judge_single(single, level, verdict)


def _repeats(e: Noise, level: float, rng: np.random.Generator) -> bool:
    """Whether one element's noise depends on the calls before."""
    if np.ptp(e) < NO_NOISE:
        return True
    scores = laws.normal_scores(e, rng)
    square, pairs = scores.reshape(-1, 64), scores.reshape(-1, 2).T
    return min(laws.independence(square, 0), laws.independence(square, 1), laws.serial(pairs)) < level


def _judge_single(single: Draws, level: float, verdict: Verdict) -> None:
    """Judge around dependence within a call: the mean on one element per call, the rest by elements.

    Calls are independent, so each element of the diagonal, which shares neither row nor dimension with
    another, follows the laws over the calls.
    """
    flat = single.noise.reshape(len(single.noise), -1)
    calls = np.arange(len(flat))
    element = calls % flat.shape[1]
    one = Draws(flat[calls, element], np.ravel(single.mu)[element], np.ravel(single.log_var)[element])
    verdict.draws = one
    p_values = marginal_laws(one)
    verdict.p_values |= {f"{law} (one element per call)": p for law, p in p_values.items()}
    elements = single.noise.diagonal(axis1=1, axis2=2).T
    each = level / len(elements)
    mean = min(p_values[law] for law in MEAN) < level
    variance = min(map(laws.variance, elements)) < each
    if mean and variance:
        mean = _off_centre(one, level)
        variance = not mean or min(map(laws.variance_at_any_mean, elements)) < each
    if variance:
        variance = max(abs(_spread(e, any_mean=mean) - 1) for e in elements) > SPREAD_OF_DEPENDENT
    shape = any(_misshapen(e, each) for e in elements)
    verdict.holds |= {"mean": not mean, "variance": not variance, "shape": not shape}


def _judge_marginal(draws: Draws, sampler: Sampler, level: float, verdict: Verdict) -> None:
    """Judge mean, variance and shape on all draws, each in spite of the others."""
    mean, variance, shape = (
        min(verdict.p_values[law] for law in group) < level for group in (MEAN, VARIANCE, SHAPE)
    )
    measurable = True
    if mean and variance:
        mean = _off_centre(draws, level)
        variance = not mean or laws.variance_at_any_mean(draws.noise) < level
    if shape and (mean or variance):
        constant = finite(sampler.constant())[0].noise
        measurable = constant.std() >= NO_NOISE
        shape = measurable and _misshapen(constant, level)
    if variance and shape:
        variance = abs(_spread(draws.noise, any_mean=mean) - 1) > SPREAD_OF_OTHER_SHAPE
    verdict.holds |= {"mean": not mean, "variance": not variance, "shape": not shape if measurable else None}


def _off_centre(draws: Draws, level: float) -> bool:
    """Whether the mean is wrong at any scale."""
    weights = (None, _centred(draws.mu), _centred(draws.log_var))
    return min(laws.mean_at_any_scale(draws.noise, w) for w in weights) < level


def _misshapen(e: Noise, level: float) -> bool:
    """Whether noise is not normal at any mean and scale."""
    rescaled = (e - e.mean()) / e.std()
    return min(laws.kolmogorov_smirnov(rescaled), laws.tails(rescaled), laws.extreme(rescaled)) < level


def _spread(by_call: Noise, *, any_mean: bool) -> float:
    """Estimate the standard deviation, about the mean of each entry over calls where it is not 0."""
    if not any_mean:
        return float(np.sqrt(np.mean(by_call**2)))
    return float(np.sqrt(np.mean(by_call.var(axis=0, ddof=1))))


def _centred(parameter: Noise) -> Noise:
    centred: Noise = parameter - parameter.mean()
    return centred
