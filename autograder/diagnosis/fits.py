"""Which wrong idea explains what was seen: compares what a submission did with what a misconception does.

Deterministic outputs must agree up to rounding. A sampler's must agree at repeated noise, exactly, and in
the law of its noise. Where more than one idea remains, or none does, nothing is said: a diagnosis is a
hint beside a verdict, and a wrong one would mislead.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Choice

Side = Literal["left", "right"]
# What a call showed: numbers, or a word for anything else that can be compared.
Outcome = Array | str

# Policy: float32 agrees within a tenth of this, and ideas that differ do so by ten times as much.
EXACT = 1e-4
# Of float32, that a sum of a few terms may be off by.
ROUNDOFFS = 8 * float(np.finfo(np.float32).eps) / 2
# Two samples of one law lie further apart than the tolerance once in so many comparisons (see `same_law`).
RARELY = 1e-6
QUANTILES = 512  # that stand for a law: finer than the distance of two samples of one (see `same_law`)


@dataclass(frozen=True)
class Diagnosis:
    """The misconception that explains what was seen, or "ratio", and the hint that the student may read.

    The hint is a template; `about` are the choices of the default convention that it speaks of.
    """

    id: str
    hint: str
    about: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Sample:
    """What is seen of the law of noise: its numbers in order, and the axes along which they are the same.

    `free` is how many of the numbers are not repetitions of others.
    """

    ordered: Float64
    shared: tuple[bool, ...]
    free: int


def same_outcome(observation: Outcome, candidate: Outcome) -> bool:
    """Whether two outcomes agree: the same word, or numbers of one shape that rounding may separate."""
    if isinstance(observation, str) or isinstance(candidate, str):
        return isinstance(observation, str) and isinstance(candidate, str) and observation == candidate
    if observation.shape != candidate.shape:
        return False
    finite = np.abs(candidate[np.isfinite(candidate)])
    absolute = EXACT * float(finite.mean()) if finite.size else 0.0
    return np.allclose(observation, candidate, rtol=EXACT, atol=absolute, equal_nan=True)


def differ_by_multiple(one: Array, other: Array, of: Float64) -> bool:
    """Whether two outcomes differ, and by a multiple of other numbers of their shape, but for rounding."""
    if one.shape != of.shape:
        return False
    differences = other.astype(np.float64) - one
    rest = differences - np.sum(differences * of) / np.sum(of**2) * of
    rounding = ROUNDOFFS * np.abs(one.astype(np.float64))
    return bool((np.abs(rest) <= rounding).all() and np.abs(differences).max() > rounding.max())


def transformation(z: Float64 | None) -> dict[str, Array]:
    """Return how a sampler moves with its parameters: scale and offset (points - 1, batch, latent).

    Draws z are (points, 2, batch, latent): two at each of several parameters, with the same noise at every
    point. For z = a(parameters) + s(parameters) * noise both s / s_0 and a - (s / s_0) a_0 are free of
    noise; NaN where the two draws are the same, as those of discrete noise may be. Nothing where noise could
    not be repeated.
    """
    if z is None:
        return {}
    moves = z[:, 1] - z[:, 0]
    scale = np.divide(moves[1:], moves[0], out=np.full_like(moves[1:], np.nan), where=moves[0] != 0)
    return {"scale": scale, "offset": z[1:, 0] - scale * z[0, 0]}


def omissions(look: Mapping[str, Array]) -> frozenset[str]:
    """Return which of mu and log_var a sampler's transformation does not follow, none for other functions."""
    if "scale" not in look:
        return frozenset()
    still = np.isnan(look["scale"]) | ((look["scale"] == 1) & (look["offset"] == 0))
    return frozenset(name for name, at in zip(("mu", "log_var"), still, strict=True) if at.all())


def same_transformation(observation: Float64 | None, candidate: Mapping[str, Array]) -> bool:
    """Whether a sampler moves as a candidate's transformation says, whatever noise each of them draws.

    What could not be repeated agrees with everything: then the law decides.
    """
    if observation is None or not candidate:
        return True
    moves = observation[:, 1] - observation[:, 0]
    noisy = ~np.isnan(candidate["scale"][0])
    if not noisy.any() or not moves[0].any():
        return not noisy.any() and not moves[0].any()
    scale, offset = candidate["scale"][:, noisy], candidate["offset"][:, noisy]
    first, later = observation[0, 0, noisy], observation[1:, 0, noisy]
    return _near(moves[1:, noisy], scale * moves[0, noisy]) and _near(
        later - offset, scale * first, np.abs(later) + np.abs(offset)
    )


def sample(noise: Float64) -> Sample:
    """Look at the law of standardised noise (calls, batch, latent)."""
    ordered = np.sort(noise, axis=None)
    same = EXACT * float(np.median(np.abs(_quantiles(ordered))))
    shared = tuple(bool((np.ptp(noise, axis=axis) <= same).all()) for axis in range(noise.ndim))
    free = math.prod(1 if s else n for s, n in zip(shared, noise.shape, strict=True))
    return Sample(ordered, shared, free)


def law(of: Sample) -> dict[str, Array]:
    """Return what is kept of the law of noise: quantiles, shared axes."""
    return {"quantiles": _quantiles(of.ordered), "shared": np.array(of.shared)}


def same_law(observation: Sample, candidate: Mapping[str, Array]) -> bool:
    """Whether standardised noise is shared along a law's axes and distributed as it.

    Two-sample Kolmogorov-Smirnov: the distance of n draws of one law exceeds t with a chance below
    2 exp(-n t^2) (Wei and Dudley 2012), n the number of draws that are not repetitions of others; quantiles
    are nearer than 1 / QUANTILES to what they are the quantiles of.
    """
    quantiles = candidate["quantiles"]
    if not np.ptp(quantiles):  # no noise at all: what stands in its place must be the same
        return np.allclose(observation.ordered, quantiles[0], atol=EXACT)
    if list(observation.shared) != candidate["shared"].tolist():
        return False
    furthest = math.sqrt(math.log(2 / RARELY) / observation.free) + 1 / QUANTILES
    return _distance(observation.ordered, quantiles) <= furthest


def choose(fits: Mapping[str, Collection[str]], breadth: Mapping[str, int]) -> dict[str, str]:
    """Return the one misconception that explains each function, leaving out functions without.

    An idea that explains more functions at once goes before one that explains fewer; among these, one
    that is wrong in fewer checks, its `breadth`, goes before one whose other mistakes were not seen.
    """
    choice: dict[str, str] = {}
    for function, ids in fits.items():
        rank = {i: (-sum(i in others for others in fits.values()), breadth[i]) for i in ids}
        best = [i for i in ids if rank[i] == min(rank.values())]
        if len(best) == 1:
            choice[function] = best[0]
    return choice


def _near(observation: Float64, candidate: Float64, terms: Float64 | float = 0.0) -> bool:
    """Whether numbers agree but for rounding of the terms that they were computed from."""
    size = np.abs(observation) + np.abs(candidate) + terms
    return bool((np.abs(observation - candidate) <= EXACT * (size + size.mean())).all())


def _quantiles(ordered: Float64) -> Float64:
    """Return the numbers that stand for a law, of many that are ordered."""
    ranks = ((np.arange(QUANTILES) + 0.5) / QUANTILES * ordered.size).astype(int)
    quantiles: Float64 = ordered[ranks]
    return quantiles


def _distance(ordered: Float64, quantiles: Float64) -> float:
    """Return the largest distance between the distribution functions of ordered numbers and of quantiles.

    Numbers that only rounding separates are equal.
    """
    half = EXACT / 2 * float(np.median(np.abs(quantiles))) or 0.5
    sides: tuple[tuple[Side, float], ...] = (("right", half), ("left", -half))
    return max(
        float(np.max(np.abs(_shares(ordered, at, side) - _shares(quantiles, at, side))))
        for side, at in ((side, quantiles + edge) for side, edge in sides)
    )


def _shares(ordered: Float64, at: Float64, side: Side) -> Float64:
    """Return the share of ordered numbers below each of some points, on their right side with them."""
    shares: Float64 = np.searchsorted(ordered, at, side) / ordered.size
    return shares
