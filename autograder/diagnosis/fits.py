"""Which wrong idea explains what was seen: compares what a submission did with what a misconception does.

Deterministic outputs must agree up to rounding. A sampler's must agree at repeated noise, exactly, and in
the law of its noise. Where more than one idea remains, or none does, nothing is said: a diagnosis is a
hint beside a verdict, and a wrong one would mislead.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Choice

# What a call showed: numbers, or a word for anything else that can be compared.
Outcome = Array | str

# Policy: float32 agrees within a tenth of this, and ideas that differ do so by ten times as much.
EXACT = 1e-4
# Two samples of one law lie further apart than the tolerance once in so many comparisons (see `same_law`).
RARELY = 1e-6
# Units of rounding, thirteen medians in all, beyond which two laws are only compared by what lies there.
FAR = 1 << 17
# A share of neighbours with equal noise above which noise is shared along an axis; random signs reach half.
SHARED = 0.75


@dataclass(frozen=True)
class Diagnosis:
    """The misconception that explains what was seen, or "ratio", and the hint that the student may read.

    The hint is a template; `about` are the choices of the default convention that it speaks of.
    """

    id: str
    hint: str
    about: tuple[Choice, ...] = ()


def same_outcome(observation: Outcome, candidate: Outcome) -> bool:
    """Whether two outcomes agree: the same word, or numbers of one shape that rounding may separate."""
    if isinstance(observation, str) or isinstance(candidate, str):
        return isinstance(observation, str) and isinstance(candidate, str) and observation == candidate
    if observation.shape != candidate.shape:
        return False
    finite = np.abs(candidate[np.isfinite(candidate)])
    absolute = EXACT * float(finite.mean()) if finite.size else 0.0
    return np.allclose(observation, candidate, rtol=EXACT, atol=absolute, equal_nan=True)


def same_transformation(observation: Float64 | None, candidate: Float64 | None) -> bool:
    """Whether two samplers move alike with their parameters, whatever noise each of them draws.

    Draws z are (points, 2, batch, latent): two at each of several parameters, with the same noise at
    every point. For z = a(parameters) + s(parameters) * noise both s / s_0 and z - (s / s_0) z_0 are
    free of noise. The candidate gives the two, the other sampler must agree. None, where noise could
    not be repeated, agrees with everything: then the law decides.
    """
    if observation is None or candidate is None:
        return True
    moves, observed_moves = (z[:, 1] - z[:, 0] for z in (candidate, observation))
    still = not np.any(moves[0])
    if still or not np.any(observed_moves[0]):
        return still and not np.any(observed_moves[0])
    noisy = moves[0] != 0  # discrete noise may be the same twice
    scale = moves[1:, noisy] / moves[0, noisy]
    offset = candidate[1:, 0, noisy] - scale * candidate[0, 0, noisy]
    first, later = observation[0, 0, noisy], observation[1:, 0, noisy]
    return _near(observed_moves[1:, noisy], scale * observed_moves[0, noisy]) and _near(
        later - offset, scale * first, np.abs(later) + np.abs(offset)
    )


def same_law(observation: Float64, candidate: Float64) -> bool:
    """Whether standardised noise (calls, batch, latent) is shared along the same axes and has one law.

    Two-sample Kolmogorov-Smirnov: the distance of n draws of one law exceeds t with a chance below
    2 exp(-n t^2) (Wei and Dudley 2012), n the number of draws that are not repetitions of others. The
    first call alone tells most ideas apart, at a fraction of the cost of all of them.
    """
    if not np.ptp(candidate):  # no noise at all: what stands in its place must be the same
        return np.allclose(observation, candidate, atol=EXACT)
    shared = _shared(observation)
    if shared != _shared(candidate):
        return False
    for calls in (1, len(observation)):
        sizes = (calls, *observation.shape[1:])
        free = math.prod(1 if s else n for s, n in zip(shared, sizes, strict=True))
        if _distance(observation[:calls], candidate[:calls]) > math.sqrt(math.log(2 / RARELY) / free):
            return False
    return True


def choose(fits: Mapping[str, Collection[str]], breadth: Mapping[str, int]) -> dict[str, str]:
    """Return the one misconception that explains each function, leaving out functions without.

    An idea that explains more functions at once goes before one that explains fewer; among these, one
    that is wrong in fewer checks, its `breadth`, goes before one whose other mistakes were not seen.
    """
    chosen: dict[str, str] = {}
    for function, ids in fits.items():
        rank = {i: (-sum(i in others for others in fits.values()), breadth[i]) for i in ids}
        best = [i for i in ids if rank[i] == min(rank.values())]
        if len(best) == 1:
            chosen[function] = best[0]
    return chosen


def _near(observation: Float64, candidate: Float64, terms: Float64 | float = 0.0) -> bool:
    """Whether numbers agree but for rounding of the terms that they were computed from."""
    size = np.abs(observation) + np.abs(candidate) + terms
    return bool((np.abs(observation - candidate) <= EXACT * (size + size.mean())).all())


def _shared(e: Float64) -> list[bool]:
    """Return for each axis whether neighbours along it mostly have the same noise."""
    same = EXACT * float(np.median(np.abs(e)))
    return [float(np.mean(np.abs(np.diff(e, axis=axis)) <= same)) > SHARED for axis in range(e.ndim)]


def _distance(one: Float64, other: Float64) -> float:
    """Return the largest distance between two empirical distribution functions, rounding made equal."""
    unit = EXACT * float(np.median(np.abs(other))) or 1.0
    units = (np.clip(np.round(np.ravel(sample) / unit), -FAR, FAR).astype(np.intp) for sample in (one, other))
    below = [np.cumsum(np.bincount(u + FAR, minlength=2 * FAR + 1)) / u.size for u in units]
    return float(np.max(np.abs(below[0] - below[1])))
