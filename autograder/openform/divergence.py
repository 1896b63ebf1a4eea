"""The KL divergence of a hand-in, found by its values, and what its own second argument is."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Conventions, Function, Reduction, Scale
from autograder.openform.fit import Fit, Outcome, fit, fraction, outcome
from autograder.openform.names import claim
from autograder.openform.opening import SCALES, UNSURE, Opening, decide, manner, remarks
from autograder.openform.parameters import Signature, Way, is_called, ways
from autograder.openform.points import BATCH, POINTS, Points
from autograder.openform.table import Verdict, convention, weigh
from autograder.openform.witness import Witness
from autograder.session.session import Session

FUNCTION: Function = "kl_divergence"
NOT_THERE = (
    "No function was found that takes a mean and a width and returns the KL divergence. "
    "A person will look at what you handed in."
)
ELEMENTWISE = "It returns a number for each latent dimension, not added up."
NEGATIVE = r"neg|minus"


@dataclass(frozen=True)
class Reading:
    """A way to call a function, what came of it, and the KL that it may be: a scale, and a factor."""

    way: Way
    part: str | int
    outcome: Outcome
    scale: Scale | None = None
    fit: Fit | None = None

    @property
    def factor(self) -> float:
        """The factor of the KL in the outcome, 0 where it is none."""
        return self.fit.units[0] if self.fit else 0.0

    @property
    def is_exact(self) -> bool:
        """Whether the outcome is the KL, by example or reduced over the batch."""
        return self.factor == 1 and not self.outcome.elementwise

    @property
    def is_called_so(self) -> bool:
        """Whether the function's name says so."""
        return is_called(FUNCTION, self.way.signature.function)

    @property
    def term(self) -> Float64:
        """What it gives as (points, batch), such that sums over the batch are right."""
        values, reduction = self.outcome.values, self.fit.reduction if self.fit else "sum"
        if not self.outcome.reduced:
            return values
        return np.repeat(values[:, None], BATCH, axis=1) / (BATCH if reduction == "sum" else 1)


def readings(session: Session, signatures: list[Signature], points: Points) -> list[Reading]:
    """Return what may be the KL divergence: right ones first, then what is like one, then by name."""
    every = ways(FUNCTION, signatures, dict(session.submission.files))
    candidates = [
        reading
        for way, parts in zip(every, attempts(session, every, points), strict=True)
        for part, array in parts.items()
        for reading in _readings(way, part, array, points)
    ]
    return sorted(candidates, key=lambda r: (not r.is_exact, r.fit is None, not r.is_called_so))


def attempts(session: Session, every: list[Way], points: Points) -> list[dict[str | int, Array]]:
    """Call functions at the points in each way, and return the parts of what came back."""
    inputs = {name: array.astype(session.dtype) for name, array in points.inputs.items()}
    return session.attempt([way.trial() for way in every], inputs, POINTS) if every else []


def opening(session: Session, candidates: list[Reading], witness: Witness) -> Opening:
    """Decide by which convention the KL divergence is judged, or that a person has to look."""
    return decide(
        FUNCTION,
        [reading for reading in candidates if reading.fit or reading.is_called_so],
        NOT_THERE,
        lambda reading: _verdict(session, reading, witness),
        lambda reading, verdict, evidence: _opening(session, reading, verdict, witness, evidence),
    )


def _readings(way: Way, part: str | int, array: Array, points: Points) -> list[Reading]:
    if (values := outcome(array)) is None:
        return []
    fits = [(scale, fit(values, right)) for scale, right in points.kl.items()]
    candidates = [Reading(way, part, values, scale, f) for scale, f in fits if f]
    unknown = Reading(way, part, values)
    return [min(candidates, key=lambda r: r.fit.error if r.fit else math.inf, default=unknown)]


def _verdict(session: Session, reading: Reading, witness: Witness) -> Verdict:
    """Return what is to become of it; what is not exact is judged, and fails, or goes to a person."""
    if not reading.way.signature.stands_in(dict(session.submission.files)):
        return "person"
    name = reading.way.signature.function
    if reading.is_exact and reading.scale:
        nominal = claim(reading.way.parameters["log_var"])
        return weigh(reading.scale, nominal, witness.calls(name), positive_head=False)
    if abs(reading.factor) == 1 and (reading.outcome.elementwise or re.search(NEGATIVE, name.lower())):
        return "person"
    return "reject"


def _opening(
    session: Session, reading: Reading, verdict: Verdict, witness: Witness, evidence: dict[str, Any]
) -> Opening:
    way, width = reading.way, reading.way.parameters["log_var"]
    nominal = claim(width)
    scale = convention(verdict, nominal, reading.scale)
    reduction = reading.fit.reduction if reading.fit else _reduction(session, reading)
    conventions = Conventions(second_argument=scale, reduction=reduction, order={FUNCTION: way.order})
    own = manner(FUNCTION, way.signature.function, conventions, way.parameters, way.plan(reading.part))
    place = session.place(way.signature.file, way.signature.line)
    messages = [
        f"Graded: {way.signature.signature()} in {place}, {width} taken as "
        f"{SCALES[scale]}; it returns {own.words['returned']}."
    ]
    messages += remarks(width, nominal, scale, verdict, elsewhere=witness.silent and reading.is_exact)
    if reading.factor not in (0, 1, -1):
        messages.append(f"What it returns is the KL divergence times {fraction(reading.factor)}.")
    if reading.factor == 1 and reading.outcome.elementwise:
        messages.append(ELEMENTWISE)
    return Opening(
        FUNCTION,
        own,
        tuple(messages),
        UNSURE if verdict == "person" else "",
        evidence
        | {"verdict": verdict, "claim": nominal, "taken_as": scale, "reduction": reduction}
        | {"factor": reading.factor, "line": f"{way.signature.file}:{way.signature.line}"},
    )


def _reduction(session: Session, reading: Reading) -> Reduction:
    """Return how a function that is wrong reduces the batch: twice the batch doubles a sum, and no mean."""
    if not reading.outcome.reduced:
        return "none"
    zeros = np.zeros((POINTS * BATCH, 2), session.dtype)
    inputs = {"mu": zeros + 1, "log_var": zeros + 0.5}
    trials = [reading.way.trial()]
    few, many = (
        session.attempt(trials, {n: a[: BATCH * k * 2] for n, a in inputs.items()}, 2)[0] for k in (1, 2)
    )
    if reading.part not in few or reading.part not in many:
        return "sum"
    one, other = (float(np.ravel(parts[reading.part])[0]) for parts in (few, many))
    return "mean" if abs(other - one) < abs(other - 2 * one) else "sum"
