"""What a function is asked in order to find out what it does: the same of a student's as of a wrong idea's.

The inputs are those of the checks, from the same seeds. They run after the verdicts and change none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Function
from autograder.diagnosis import fits
from autograder.diagnosis.fits import Outcome
from autograder.errors import AutograderError
from autograder.oracle.cases import BATCH, LATENT, Cases
from autograder.sandbox.outside.call import Call
from autograder.session.seeds import Seeds

REPEATS = 2  # calls at the same inputs: a difference betrays chance, for a sampler it is what one looks at
BETAS = (0.0, 0.5, 1.0, 2.5, 4.0)
LAW_CALLS, LAW_SHAPE = 4, (256, 160)
VARIES = "other values from call to call"


class NotComparableError(AutograderError):
    """A function gave nothing that can be compared with anything."""


class Subject(Protocol):
    """Something with the three functions in it, a student's or a misconception's."""

    def call(self, call: Call) -> Outcome:
        """Return the outputs of several calls, stacked; a word for what can be compared otherwise.

        NotComparableError for everything else.
        """


class Experiment(NamedTuple):
    """How to look at a subject, and whether what was seen of two subjects agrees."""

    look: Callable[[Subject], Any]
    agree: Callable[[Any, Any], bool]


def of(function: Function, cases: Cases, seeds: Seeds, dtype: str, *, beta: bool) -> list[Experiment]:
    """Return the experiments on a function, with or without beta, those first that cost little."""
    if function == "reparameterize":
        return list(_sampler(cases, seeds, dtype))
    if function == "kl_divergence":
        kl_cases = cases.kl(seeds.generator(f"kl_values/{dtype}"), dtype)
        return [_values(function, case.inputs) for case in kl_cases[:2]]
    return list(_elbo(cases, seeds, dtype, BETAS if beta else ()))


def _elbo(cases: Cases, seeds: Seeds, dtype: str, betas: tuple[float, ...]) -> Iterator[Experiment]:
    case = cases.elbo(seeds.generator(f"elbo_values/{dtype}"), dtype)
    yield _values("elbo", case.inputs)
    for beta in betas:
        yield _values("elbo", case.inputs, {"beta": beta})
    yield _values("elbo", cases.one_latent(seeds.generator(f"elbo_bound/{dtype}"), dtype).elbo.inputs)


def _values(
    function: Function, inputs: Mapping[str, Array], keywords: Mapping[str, float] | None = None
) -> Experiment:
    """Call twice at the same inputs and look at the values."""
    call = Call(function, inputs, keywords or {}, calls=REPEATS)

    def look(subject: Subject) -> Outcome:
        outcome = subject.call(call)
        if isinstance(outcome, str):
            return outcome
        return outcome[0] if np.array_equal(outcome[0], outcome[1], equal_nan=True) else VARIES

    return Experiment(look, fits.same_outcome)


def _sampler(cases: Cases, seeds: Seeds, dtype: str) -> Iterator[Experiment]:
    """Move the parameters under repeated noise, then look at the law of much noise."""
    rng = seeds.generator("diagnosis/points")
    small = (BATCH, LATENT)
    case = cases.sampler(rng, small, dtype)
    points = [
        case,
        cases.sampler_beside(case, rng.uniform(0.5, 1.5, small), 0.0),
        cases.sampler_beside(case, 0.0, rng.uniform(0.5, 1.5, small)),
        case,
    ]
    large = cases.sampler(seeds.generator("diagnosis/law"), LAW_SHAPE, dtype)

    def repeated(subject: Subject) -> Float64 | None:
        z: list[Float64] = []
        for point in points:
            again = Call("reparameterize", point.inputs, calls=REPEATS, reseed=True)
            z.append(_numbers(subject.call(again), point.scale))
        return np.stack(z[:-1]) if np.array_equal(z[0], z[-1]) else None

    def noise(subject: Subject) -> Float64:
        z = subject.call(Call("reparameterize", large.inputs, calls=LAW_CALLS))
        return large.noise(_numbers(z, large.scale))

    yield Experiment(repeated, fits.same_transformation)
    yield Experiment(noise, fits.same_law)


def _numbers(outcome: Outcome, like: Array) -> Float64:
    """Return draws (calls, batch, latent) as finite numbers."""
    if isinstance(outcome, str) or outcome.shape[1:] != like.shape or not np.isfinite(outcome).all():
        raise NotComparableError
    return outcome.astype(np.float64)
