"""What a function is asked in order to find out what it does: the same of a student's as of a wrong idea's.

The inputs come from the submission's seeds, and are exact in float32: what an idea does with them is the same
for every dtype. They run after the verdicts and change none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Function
from autograder.diagnosis import fits
from autograder.diagnosis.fits import Outcome
from autograder.errors import AutograderError
from autograder.oracle.case import Case, SamplerCase
from autograder.oracle.cases import Cases
from autograder.sandbox.outside.call import Call
from autograder.session.seeds import Seeds

REPEATS = 2  # calls at the same inputs: a difference betrays chance, for a sampler it is what one looks at
SMALL = (7, 11)
BETAS = (0.0, 0.5, 1.0, 2.5, 4.0)
# Much noise at few parameters, so that few numbers stand for it: a small case, tiled.
LAW_CALLS, LAW_SHAPE, LAW_TILES = 4, (16, 10), (16, 16)
DTYPE = "float32"
VARIES = "other values from call to call"
WEIGHT_VARIES = "values that differ from call to call by a multiple of the KL divergence"
ARGUMENTS = "it does not take these arguments"
Look = Mapping[str, Array]  # what is kept of an idea, as numbers by name


class NotComparableError(AutograderError):
    """A function gave nothing that can be compared with anything."""


class Subject(Protocol):
    """Something with the three functions in it, a student's or a misconception's."""

    def call(self, call: Call) -> Outcome:
        """Return the outputs of several calls, stacked; a word for what can be compared otherwise.

        NotComparableError for everything else.
        """


class Experiment(NamedTuple):
    """How to observe a subject, what to keep of an idea, and whether an observation agrees with that.

    No other experiment has its `name`; `inputs` are what a function is called at.
    """

    name: str
    inputs: Mapping[str, Array]
    observe: Callable[[Subject], Any]
    keep: Callable[[Any], Look]
    agree: Callable[[Any, Look], bool]


def of(function: Function, cases: Cases, seeds: Seeds, *, beta: bool) -> list[Experiment]:
    """Return the experiments on a function, with or without beta, those first that cost little."""
    if function == "reparameterize":
        return list(_sampler(cases, seeds))
    if function == "kl_divergence":
        kl_cases = cases.kl.draw(seeds.generator("diagnosis/kl"), DTYPE)
        return [_values(function, case) for case in kl_cases[:2]]
    return list(_elbo(cases, seeds, BETAS if beta else ()))


def _elbo(cases: Cases, seeds: Seeds, betas: tuple[float, ...]) -> Iterator[Experiment]:
    case = cases.elbo.draw(seeds.generator("diagnosis/elbo"), DTYPE)
    yield _values("elbo", case, case.kl.values)
    for beta in betas:
        yield _values("elbo", cases.elbo.with_beta(case, beta))
    yield _values("elbo", cases.elbo.one_latent(seeds.generator("diagnosis/bound"), DTYPE).elbo)


def _values(function: Function, case: Case, kl: Float64 | None = None) -> Experiment:
    """Call twice at the same inputs and look at the values; a KL (batch,) is what may vary in them."""
    call = Call(function, case.inputs, case.keywords, calls=REPEATS)

    def observe(subject: Subject) -> Outcome:
        outcome = subject.call(call)
        if isinstance(outcome, str):
            return outcome
        first: Array = outcome[0]
        if np.array_equal(first, outcome[1], equal_nan=True):
            return first
        along = kl is not None and fits.differ_by_multiple(first, outcome[1], kl)
        return WEIGHT_VARIES if along else VARIES

    return Experiment(
        f"{function} at {case.label}",
        case.inputs,
        observe,
        keep=lambda outcome: {"outcome": np.array(outcome)},
        agree=lambda outcome, look: fits.same_outcome(outcome, as_outcome(look)),
    )


def as_outcome(look: Look) -> Outcome:
    """Return what was kept of values, as it was observed."""
    outcome = look["outcome"]
    return str(outcome) if outcome.dtype.kind == "U" else outcome


def _sampler(cases: Cases, seeds: Seeds) -> Iterator[Experiment]:
    """Move the parameters under repeated noise, then look at the law of much noise."""
    rng = seeds.generator("diagnosis/points")
    case = cases.sampler.draw(rng, SMALL, DTYPE)
    points = [
        case,
        cases.sampler.beside(case, rng.uniform(0.5, 1.5, SMALL), 0.0),
        cases.sampler.beside(case, 0.0, rng.uniform(0.5, 1.5, SMALL)),
        case,
    ]
    large = _tile(cases.sampler.draw(seeds.generator("diagnosis/law"), LAW_SHAPE, DTYPE))

    def repetition(subject: Subject) -> Float64 | None:
        z: list[Float64] = []
        for point in points:
            again = Call("reparameterize", point.inputs, calls=REPEATS, reseed=True)
            z.append(_numbers(subject.call(again), point.scale))
        return np.stack(z[:-1]) if np.array_equal(z[0], z[-1]) else None

    def noise(subject: Subject) -> fits.Sample:
        z = subject.call(Call("reparameterize", large.inputs, calls=LAW_CALLS))
        return fits.sample(large.noise(_numbers(z, large.scale)))

    yield Experiment("repeated noise", case.inputs, repetition, fits.transformation, fits.same_transformation)
    yield Experiment("much noise", large.inputs, noise, fits.law, fits.same_law)


def _tile(case: SamplerCase) -> SamplerCase:
    """Return a sampler case whose parameters are repeated in both directions."""
    inputs = {name: np.tile(array, LAW_TILES) for name, array in case.inputs.items()}
    location, scale = (np.tile(array, LAW_TILES) for array in (case.location, case.scale))
    return replace(case, inputs=inputs, location=location, scale=scale)


def _numbers(outcome: Outcome, like: Array) -> Float64:
    """Return draws (calls, batch, latent) as finite numbers."""
    if isinstance(outcome, str) or outcome.shape[1:] != like.shape or not np.isfinite(outcome).all():
        raise NotComparableError
    return outcome.astype(np.float64)
