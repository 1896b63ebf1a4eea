"""The verdict on the noise of a sampler, judged in an order that keeps one mistake one mistake.

Judged first on standardised draws with other parameters in every element. A right submission loses
nothing unless one of these laws rejects there, so their shares of alpha (`shares.py`) bound its risk. What
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
from functools import cache

import numpy as np

from autograder.arrays import Float64
from autograder.checks import battery, departures, laws, occasions, other_laws, shares

CALLS, BATCH, LATENT = 16, 256, 160  # 655,360 draws or more; not square, so that a transpose shows
SINGLE_CALLS, SINGLE_SIDE = 16_384, 16  # for single elements, over many calls of a square
# What is clear on so many calls is not judged on more. The shape never is: that sixteen were standardised
# does not show in so many.
FEW_CALLS = 4096
# Noise that spreads less, in the standard deviations that were asked for, is none that anybody samples with.
FAINT = 0.1


@dataclass(frozen=True)
class Sampler:
    """Ways to draw: other parameters in every element, constant ones, many small calls, other occasions.

    `singles` are small calls, and more of them where the first do not decide.
    `rng` is the grader's own, for what its judgement needs of chance.
    """

    varied: Callable[[], battery.Draws]
    constant: Callable[[], battery.Draws]
    singles: Callable[[], Iterator[battery.Draws]]
    occasions: Callable[[], Iterator[tuple[str, Float64]]]
    rng: np.random.Generator


@dataclass
class Verdict:
    """Whether each property holds, None where it could not be judged, and the evidence.

    `draws` are what mean, variance and shape were judged on, `first` those that came first. Noise that is
    `silent` is not there, or hardly; `other_law` is the name of the law that it follows in place of the
    normal one. `elements` are (calls, elements) where spread was judged on single ones, `shape_noise` is
    what the shape was judged on, and `occasions` what was drawn on the others.
    """

    first: battery.Draws
    draws: battery.Draws
    unusable: int
    p_values: dict[str, float]
    holds: dict[str, bool | None] = field(default_factory=dict)
    rejections: tuple[str, ...] = ()
    repeats: bool = False
    silent: bool = False
    other_law: str = ""
    elements: battery.Draws | None = None
    shape_noise: Float64 | None = None
    occasions: dict[str, Float64] = field(default_factory=dict)

    @property
    def other_occasions(self) -> frozenset[str]:
        """The occasions on which the noise was found to be another than that of the first draws."""
        return frozenset(law.partition(": ")[0] for law in self.rejections if law in occasions.LAWS)


def judge(sampler: Sampler, level: float) -> Verdict:
    """Judge a sampler, each law at a level; draws again only when a law rejects."""
    draws, unusable = battery.finite(sampler.varied())
    values = battery.p_values(draws)
    verdict = Verdict(draws, draws, unusable, values)
    verdict.rejections = tuple(law for law, p in values.items() if p < level)
    if not verdict.rejections:
        verdict.holds = dict.fromkeys(("mean", "variance", "shape", "independence"), True)
        if not unusable:
            _judge_single_laws(draws, sampler, shares.PART * level, verdict)
    elif _is_silent(draws, sampler):
        verdict.silent = True
        verdict.holds = {"mean": None, "variance": False, "shape": None, "independence": None}
    elif any(law in verdict.rejections for law in shares.INDEPENDENCE):
        _judge_dependent(sampler, draws, level, verdict)
    else:
        verdict.holds["independence"] = True
        _judge_marginal(draws, sampler, level, verdict)
    if unusable:
        verdict.holds["shape"] = False
    return verdict


def _judge_single_laws(draws: battery.Draws, sampler: Sampler, level: float, verdict: Verdict) -> None:
    """Judge noise in which nothing was wrong so far element by element, and on other occasions."""
    verdict.p_values |= battery.single_p_values(draws.noise)
    for occasion, e in sampler.occasions():
        verdict.occasions[occasion] = e
        verdict.p_values |= occasions.p_values(occasion, e)
    verdict.rejections = tuple(law for law, p in verdict.p_values.items() if p < level)
    of_range = {law for law in verdict.rejections if law.startswith((occasions.WIDE, occasions.NARROW))}
    wide = verdict.occasions.get(occasions.WIDE)
    if wide is not None and laws.copies(wide) < level:  # whatever its spread, that is no matter of range
        of_range = {law for law in of_range if law.startswith(occasions.NARROW)}
    verdict.holds["variance"] = not of_range
    verdict.holds["independence"] = not set(verdict.rejections) - of_range


def _is_silent(draws: battery.Draws, sampler: Sampler) -> bool:
    """Whether z hardly varies from call to call, nor from element to element where all are asked alike."""
    if draws.noise.std(axis=0).max() > FAINT:
        return False
    constant = battery.finite(sampler.constant())[0].noise
    return bool(constant.std() < FAINT)


def _judge_dependent(sampler: Sampler, draws: battery.Draws, level: float, verdict: Verdict) -> None:
    """Find out whether it is dependence that was seen, and judge the rest around it."""
    constant, _ = battery.finite(sampler.constant())
    again = battery.dependence(laws.normal_scores(constant.noise, sampler.rng))
    verdict.p_values |= {f"{law} (ranks)": p for law, p in again.items()}
    rejections = {law for law, p in again.items() if p < level}
    if not rejections:
        _judge_marginal(draws, sampler, level, verdict)
        has_cause = not all(verdict.holds.values())
        verdict.holds["independence"] = True
        if not has_cause:
            # What stays with an element from call to call, and only where parameters vary, is its mean; but
            # a call that repeats another's noise to the last bit may have done so in these draws alone.
            of_calls = not {"calls", "serial"}.isdisjoint(verdict.rejections)
            stays = of_calls and laws.copies(draws.noise) >= level
            verdict.holds["mean" if stays else "independence"] = False
    else:
        verdict.holds["independence"] = False
        verdict.repeats = rejections <= {"calls", "serial"}
        if not verdict.repeats:
            _judge_singles(sampler, level, verdict)
        if verdict.repeats:
            verdict.holds |= {"mean": None, "variance": None, "shape": None}


def _judge_singles(sampler: Sampler, level: float, verdict: Verdict) -> None:
    """Judge around dependence within a call, on more calls where few leave it open."""
    for single, _ in map(battery.finite, sampler.singles()):
        repetition = departures.repetition(single.noise[:, 0, 0], sampler.rng)
        verdict.repeats = repetition < level
        if verdict.repeats or (_judge_single(single, level, verdict) and repetition > departures.LIKELY):
            return


def _judge_single(single: battery.Draws, level: float, verdict: Verdict) -> bool:
    """Judge the mean on one element per call, the rest by elements; whether more calls would say the same.

    Calls are independent, so each element of the diagonal, which shares neither row nor dimension with
    another, follows the laws over the calls.
    """
    flat = single.noise.reshape(len(single.noise), -1)
    calls = np.arange(len(flat))
    element = calls % flat.shape[1]
    one = battery.Draws(flat[calls, element], np.ravel(single.mu)[element], np.ravel(single.log_var)[element])
    verdict.draws = one
    p_values = battery.marginal_laws(one)
    verdict.p_values |= {f"{law} (one element per call)": p for law, p in p_values.items()}
    verdict.elements = battery.Draws(
        single.noise.diagonal(axis1=1, axis2=2), single.mu.diagonal(), single.log_var.diagonal()
    )
    elements = verdict.elements.noise.T
    each = level / len(elements)
    shift = departures.shift(one)
    mean = min(p_values[law] for law in shares.MEAN) < level and shift > departures.OF_DEPENDENT
    variance = min(map(laws.variance, elements)) < each
    if mean and variance:
        mean = departures.off_centre(one, level)
        variance = not mean or min(map(laws.variance_at_any_mean, elements)) < each
    stretch = max(abs(departures.spread(e, any_mean=mean) - 1) for e in elements)
    variance = variance and stretch > departures.OF_DEPENDENT
    rescaled = map(departures.rescaled, elements[:, :FEW_CALLS])
    misshapen = (e for e in rescaled if departures.misshapen(e, each))
    verdict.shape_noise = next(misshapen, None)
    shape = verdict.shape_noise is not None
    verdict.holds |= {"mean": not mean, "variance": not variance, "shape": not shape}
    error = len(flat) ** -0.5  # of the shift; the spread's is this over the root of 2
    spread_error = error / np.sqrt(2)
    return departures.is_clear(shift, error, mean) and departures.is_clear(stretch, spread_error, variance)


def _judge_marginal(draws: battery.Draws, sampler: Sampler, level: float, verdict: Verdict) -> None:
    """Judge mean, variance and shape on all draws, each in spite of the others."""
    mean, variance, shape = (
        min(verdict.p_values[law] for law in group) < level
        for group in (shares.MEAN, shares.VARIANCE, shares.SHAPE)
    )
    if mean and variance:
        mean = departures.off_centre(draws, level)
        variance = not mean or laws.variance_at_any_mean(draws.noise) < level
    verdict.shape_noise, measurable = draws.noise, True
    follows = cache(lambda: departures.follows_parameters(draws))
    if shape and (mean or variance or follows()):
        is_apart = not (mean or variance)
        constant = battery.finite(sampler.constant())[0].noise
        measurable = bool(constant.std() >= departures.NO_NOISE)
        verdict.shape_noise = departures.rescaled(constant)
        shape = measurable and departures.misshapen(verdict.shape_noise, level)
        variance |= is_apart and not shape  # right on the average of few draws, but nowhere else
    if shape:
        verdict.other_law = other_laws.name(draws.noise)
    if verdict.other_law or (shape and not follows()):
        mean = variance = False  # they are that law's
    elif variance and shape:
        variance = abs(departures.spread(draws.noise, any_mean=mean) - 1) > departures.SPREAD_OF_OTHER_SHAPE
    verdict.holds |= {"mean": not mean, "variance": not variance, "shape": not shape if measurable else None}
