"""The verdict on the noise of a sampler, judged in an order that keeps one mistake one mistake.

Judged first on standardised draws with other parameters in every element. A right submission loses
nothing unless one of these laws rejects there, so the shares of alpha below bound its risk. What
follows a rejection only finds out what to call the mistake:

* Wrong means, scales or shapes inflate the sums that show dependence. Independence is therefore
  judged again at one constant mu and log_var, on ranks, which only dependence can disturb.
* Dependent noise spreads out the sums that show mean and variance. They are then judged on single
  elements, over many calls; if the calls repeat too, there is nothing to judge them on.
* A wrong scale spreads the mean, a wrong mean inflates the squares: each is judged again in a way
  that the other cannot disturb. Shape is judged again re-centred and re-scaled. Where the shape is
  wrong, the law of the squares is another one: the spread must then be off by more than a little. Where
  the noise follows another law, the same whatever mu and log_var are, its mean and spread are that law's.
* Without noise there is nothing but a spread to judge, which is wrong.
* Where all of this holds, single elements, rows and dimensions are judged, and what was drawn on other
  occasions (`occasions.py`): what is wrong there is that not every element of every call has noise of its
  own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograder.checks import laws, occasions, other_laws

Noise = NDArray[np.float64]

CALLS, BATCH, LATENT = 16, 256, 160  # 655,360 draws or more; not square, so that a transpose shows
SINGLE_CALLS, SINGLE_SHAPE = 4096, (16, 16)  # for single elements, over many calls

INDEPENDENCE = ("calls", "batch", "dimensions", "serial")
MEAN = ("mean", "mean against mu", "mean against log_var")
VARIANCE = ("variance",)
SHAPE = ("Kolmogorov-Smirnov", "tails", "extreme")
LAWS = (*INDEPENDENCE, *MEAN, *VARIANCE, *SHAPE)
# Laws of single elements, rows and dimensions.
SINGLE = tuple(occasions.SINGLE)
# The laws that decide the gradient points where noise cannot be repeated.
GRADIENT = ("mean at several parameters", "variance at several parameters")
# Every law's part of alpha, all that is ever spent; what is left is for checks that a course adds. Laws of
# elements and of occasions, of which there are many and which see gross mistakes, take a PART of a share.
SHARE, PART = 1 / 20, 1 / 4
SHARES = dict.fromkeys((*LAWS, *GRADIENT), SHARE) | dict.fromkeys((*SINGLE, *occasions.LAWS), PART * SHARE)

# Below this many standard deviations noise is what rounding leaves of float32 parameters.
NO_NOISE = 1e-5
# Noise that spreads less, in the standard deviations that were asked for, is none that anybody samples with.
FAINT = 0.1
# Squares beyond this overflow when they are added up.
HUGE = 1e100
# How far off a spread must be to be called wrong beside a wrong shape: ten times what chance does to
# noise as heavy-tailed as Laplace's; and where noise is dependent, more than centring sixteen does.
SPREAD_OF_OTHER_SHAPE, SPREAD_OF_DEPENDENT = 0.02, 0.1
# The standard error of a difference of two halves' quartiles, in these, times the root of all draws.
QUARTILE_ERROR = 3.0


class Draws(NamedTuple):
    """Standardised noise (calls, batch, latent), with what mu and log_var it was drawn at."""

    noise: Noise
    mu: Noise
    log_var: Noise


@dataclass(frozen=True)
class Sampler:
    """Ways to draw: other parameters in every element, constant ones, many small calls, other occasions.

    `rng` is the grader's own, for what its judgement needs of chance.
    """

    varied: Callable[[], Draws]
    constant: Callable[[], Draws]
    single: Callable[[], Draws]
    occasions: Callable[[], Iterator[tuple[str, Noise]]]
    rng: np.random.Generator


@dataclass
class Verdict:
    """Whether each property holds, None where it could not be judged, and the evidence.

    `draws` are what mean, variance and shape were judged on, `first` those that came first. Noise that is
    `silent` is not there, or hardly; `other_law` is the name of the law that it follows in place of the
    normal one. `elements` are (calls, elements) where spread was judged on single ones, `shaped` is what the
    shape was judged on, and `occasions` what was drawn on the others.
    """

    first: Draws
    draws: Draws
    unusable: int
    p_values: dict[str, float]
    holds: dict[str, bool | None] = field(default_factory=dict)
    rejected: tuple[str, ...] = ()
    repeats: bool = False
    silent: bool = False
    other_law: str = ""
    elements: Draws | None = None
    shaped: Noise | None = None
    occasions: dict[str, Noise] = field(default_factory=dict)

    @property
    def other_occasions(self) -> frozenset[str]:
        """The occasions on which the noise was found to be another than that of the first draws."""
        return frozenset(law.partition(": ")[0] for law in self.rejected if law in occasions.LAWS)


def judge(sampler: Sampler, level: float) -> Verdict:
    """Judge a sampler, each law at a level; draws again only when a law rejects."""
    draws, unusable = finite(sampler.varied())
    values = p_values(draws)
    verdict = Verdict(draws, draws, unusable, values)
    verdict.rejected = tuple(law for law, p in values.items() if p < level)
    if not verdict.rejected:
        verdict.holds = dict.fromkeys(("mean", "variance", "shape", "independence"), True)
        if not unusable:
            _judge_single_laws(draws, sampler, PART * level, verdict)
    elif _is_silent(draws, sampler):
        verdict.silent = True
        verdict.holds = {"mean": None, "variance": False, "shape": None, "independence": None}
    elif any(law in verdict.rejected for law in INDEPENDENCE):
        _judge_dependent(sampler, draws, level, verdict)
    else:
        verdict.holds["independence"] = True
        _judge_marginal(draws, sampler, level, verdict)
    if unusable:
        verdict.holds["shape"] = False
    return verdict


def _judge_single_laws(draws: Draws, sampler: Sampler, level: float, verdict: Verdict) -> None:
    """Judge noise in which nothing was wrong so far element by element, and on other occasions."""
    verdict.p_values |= single_p_values(draws.noise)
    for occasion, drawn in sampler.occasions():
        verdict.occasions[occasion] = drawn
        verdict.p_values |= occasions.p_values(occasion, drawn)
    verdict.rejected = tuple(law for law, p in verdict.p_values.items() if p < level)
    of_range = {law for law in verdict.rejected if law.startswith((occasions.WIDE, occasions.NARROW))}
    wide = verdict.occasions.get(occasions.WIDE)
    if wide is not None and laws.copies(wide) < level:  # whatever its spread, that is no matter of range
        of_range = {law for law in of_range if law.startswith(occasions.NARROW)}
    verdict.holds["variance"] = not of_range
    verdict.holds["independence"] = not set(verdict.rejected) - of_range


def single_p_values(e: Noise) -> dict[str, float]:
    """Return the p-values of the laws of elements, rows and dimensions."""
    return {law: p_value(e) for law, p_value in occasions.SINGLE.items()}


def _is_silent(draws: Draws, sampler: Sampler) -> bool:
    """Whether z hardly varies from call to call, nor from element to element where all are asked alike."""
    if draws.noise.std(axis=0).max() > FAINT:
        return False
    constant = finite(sampler.constant())[0].noise
    return bool(constant.std() < FAINT)


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


def mean_scores(draws: Draws) -> dict[str, float]:
    """Return how far each of the laws of the mean is off, in standard errors: p-values may all be 0."""
    weights = {"mean against mu": _centred(draws.mu), "mean against log_var": _centred(draws.log_var)}
    every = {"mean": np.ones_like(draws.mu)} | weights
    of_shape = {law: np.broadcast_to(w, draws.noise.shape) for law, w in every.items()}
    return {
        law: abs(float(np.sum(w * draws.noise))) / float(np.sqrt(np.sum(w * w)))
        for law, w in of_shape.items()
    }


def finite(draws: Draws) -> tuple[Draws, int]:
    """Put zeros where the noise is nan or infinite, and count them; cut what is too large to square."""
    if max(draws.noise.max(), -draws.noise.min()) <= HUGE:  # never of nan
        return draws, 0
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
    if not found:
        _judge_marginal(draws, sampler, level, verdict)
        explained = not all(verdict.holds.values())
        verdict.holds["independence"] = True
        if not explained:
            # What stays with an element from call to call, and only where parameters vary, is its mean; but
            # a call that repeats another's noise to the last bit may have done so in these draws alone.
            stays = not {"calls", "serial"}.isdisjoint(verdict.rejected) and laws.copies(draws.noise) >= level
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
    verdict.elements = Draws(
        single.noise.diagonal(axis1=1, axis2=2), single.mu.diagonal(), single.log_var.diagonal()
    )
    elements = verdict.elements.noise.T
    each = level / len(elements)
    mean = min(p_values[law] for law in MEAN) < level
    variance = min(map(laws.variance, elements)) < each
    if mean and variance:
        mean = _off_centre(one, level)
        variance = not mean or min(map(laws.variance_at_any_mean, elements)) < each
    if variance:
        variance = max(abs(_spread(e, any_mean=mean) - 1) for e in elements) > SPREAD_OF_DEPENDENT
    misshapen = (e for e in map(_rescaled, elements) if _misshapen(e, each))
    verdict.shaped = next(misshapen, None)
    shape = verdict.shaped is not None
    verdict.holds |= {"mean": not mean, "variance": not variance, "shape": not shape}


def _judge_marginal(draws: Draws, sampler: Sampler, level: float, verdict: Verdict) -> None:
    """Judge mean, variance and shape on all draws, each in spite of the others."""
    mean, variance, shape = (
        min(verdict.p_values[law] for law in group) < level for group in (MEAN, VARIANCE, SHAPE)
    )
    if mean and variance:
        mean = _off_centre(draws, level)
        variance = not mean or laws.variance_at_any_mean(draws.noise) < level
    verdict.shaped, measurable = draws.noise, True
    if shape and (mean or variance):
        constant = finite(sampler.constant())[0].noise
        measurable, verdict.shaped = bool(constant.std() >= NO_NOISE), _rescaled(constant)
        shape = measurable and _misshapen(verdict.shaped, level)
    if shape:
        verdict.other_law = other_laws.name(draws.noise)
    if verdict.other_law or (shape and not _follows_parameters(draws)):
        mean = variance = False  # they are that law's
    elif variance and shape:
        variance = abs(_spread(draws.noise, any_mean=mean) - 1) > SPREAD_OF_OTHER_SHAPE
    verdict.holds |= {"mean": not mean, "variance": not variance, "shape": not shape if measurable else None}


def _follows_parameters(draws: Draws) -> bool:
    """Whether noise of another shape is another where mu or log_var is lower and where it is higher.

    A law's own middle and width, by quartiles, are the same there, but for six standard errors and a little.
    """
    e = draws.noise
    room = SPREAD_OF_OTHER_SHAPE + 6 * QUARTILE_ERROR / np.sqrt(e.size)
    for parameter in (draws.mu, draws.log_var):
        low = np.broadcast_to(parameter < np.median(parameter), e.shape)
        (first, middle, third), other = (np.quantile(e[part], (0.25, 0.5, 0.75)) for part in (low, ~low))
        width = third - first
        if max(abs(middle - other[1]), abs(width - (other[2] - other[0]))) > room * width:
            return True
    return False


def _off_centre(draws: Draws, level: float) -> bool:
    """Whether the mean is wrong at any scale."""
    weights = (None, _centred(draws.mu), _centred(draws.log_var))
    return min(laws.mean_at_any_scale(draws.noise, w) for w in weights) < level


def _misshapen(e: Noise, level: float) -> bool:
    return min(laws.kolmogorov_smirnov(e), laws.tails(e), laws.extreme(e)) < level


def _rescaled(e: Noise) -> Noise:
    """Return noise of mean 0 and variance 1, which leaves what is not normal in it."""
    rescaled: Noise = (e - e.mean()) / (e.std() or 1)
    return rescaled


def _spread(by_call: Noise, *, any_mean: bool) -> float:
    """Estimate the standard deviation, about the mean of each entry over calls where it is not 0."""
    if not any_mean:
        return float(np.sqrt(np.mean(by_call**2)))
    return float(np.sqrt(np.mean(by_call.var(axis=0, ddof=1))))


def _centred(parameter: Noise) -> Noise:
    centred: Noise = parameter - parameter.mean()
    return centred
