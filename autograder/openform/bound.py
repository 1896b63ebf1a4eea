"""The ELBO of a hand-in, found by its values: likelihood, sign, reduction, and what its width is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from autograder.arrays import Array
from autograder.course.conventions import Conventions, Function, Likelihood, Scale
from autograder.openform import divergence
from autograder.openform.fit import Fit, Outcome, fit, fraction, outcome
from autograder.openform.names import claim
from autograder.openform.opening import SCALES, UNSURE, Opening, decide, manner, remarks
from autograder.openform.parameters import Signature, Way, is_called, ways
from autograder.openform.points import GAUSSIAN, Points
from autograder.openform.table import Verdict, convention, weigh
from autograder.openform.witness import Witness
from autograder.session.session import Session

FUNCTION: Function = "elbo"
NOT_THERE = (
    "No function was found that takes x, what the decoder gives, a mean and a width, and returns the ELBO. "
    "A person will look at what you handed in."
)
UNKNOWN = "What it returns is in no way known the ELBO."
SQUARED = "Its likelihood is a squared error, that of a normal distribution."
ADDED = "The KL divergence and the log-likelihood have the same sign in it."
PIXELS_GIVEN = "It asks for {} pixels, so those that the tests do not have were blank."
NO_BETA = "No parameter of it is beta, so that a person will mark how it weighs the KL divergence."
ALONE = "It has no KL divergence in it."


@dataclass(frozen=True)
class Reading:
    """A way to call a function, what came of it, and the ELBO that it may be."""

    way: Way
    part: str | int
    outcome: Outcome
    scale: Scale | None = None
    likelihood: str = ""
    fit: Fit | None = None

    @property
    def factors(self) -> tuple[float, float]:
        """The factors of the log-likelihood and of the KL."""
        return (self.fit.units[0], self.fit.units[1]) if self.fit else (0.0, 0.0)

    @property
    def is_exact(self) -> bool:
        """Whether it is the ELBO, or its negative, by example or reduced over the batch."""
        return self.factors in ((1, -1), (-1, 1)) and self.likelihood != GAUSSIAN

    @property
    def is_called_so(self) -> bool:
        """Whether the function's name says so."""
        return is_called(FUNCTION, self.way.signature.function)

    @property
    def remarks(self) -> list[str]:
        """What is to be said of it to the student, beside what it was taken for."""
        weight, kl = self.factors
        sentences = [SQUARED] if self.likelihood == GAUSSIAN else []
        if not self.fit:
            sentences.append(UNKNOWN)
        elif not kl:
            sentences.append(ALONE)
        elif weight * kl > 0:
            sentences.append(ADDED)
        elif self.likelihood != GAUSSIAN:
            of = {"log-likelihood": weight, "KL divergence": kl}
            sentences += [f"It has the {n} times {fraction(f)}." for n, f in of.items() if abs(f) != 1]
        return sentences


def readings(
    session: Session, signatures: list[Signature], points: Points, own: divergence.Reading | None
) -> list[Reading]:
    """Return what may be the ELBO, the likeliest first; `own` is the hand-in's KL, which may be wrong."""
    every = ways(FUNCTION, signatures, dict(session.submission.files))
    candidates = [
        reading
        for way, parts in zip(every, divergence.attempts(session, every, points), strict=True)
        for part, array in parts.items()
        for reading in _readings(way, part, array, points, own)
    ]
    return sorted(
        candidates, key=lambda r: (not r.is_exact, not r.is_called_so, r.fit is None, not r.way.beta)
    )


def opening(session: Session, candidates: list[Reading], witness: Witness) -> Opening:
    """Decide by which convention the ELBO is judged, or that a person has to look."""
    return decide(
        FUNCTION,
        [reading for reading in candidates if all(reading.factors) or reading.is_called_so],
        NOT_THERE,
        lambda reading: _verdict(session, reading, witness),
        lambda reading, verdict, evidence: _opening(session, reading, verdict, witness, evidence),
    )


def _readings(
    way: Way, part: str | int, array: Array, points: Points, own: divergence.Reading | None
) -> list[Reading]:
    values = outcome(array)
    if values is None or values.elementwise:
        return []
    kls: list[tuple[Scale | None, Any]] = [*points.kl.items()]
    if own and not own.is_exact:
        kls.append((own.scale, own.term))
    candidates = [
        Reading(way, part, values, scale, kind, solution)
        for kind, right in points.likelihood.items()
        for scale, kl in kls
        if (solution := fit(values, right, kl)) and solution.units[0]
    ]
    unknown = Reading(way, part, values)
    return [min(candidates, key=lambda r: r.fit.error if r.fit else math.inf, default=unknown)]


def _verdict(session: Session, reading: Reading, witness: Witness) -> Verdict:
    """Return what is to become of it: what is scaled, or of another likelihood, is for a person to weigh."""
    if not reading.way.signature.stands_in(dict(session.submission.files)):
        return "person"
    way = reading.way
    decoder = way.parameters["x_logits"].lower()
    if not reading.is_exact:
        weight, kl = reading.factors
        wrong = reading.fit and (kl == 0 or weight * kl > 0) and reading.likelihood != GAUSSIAN
        return "reject" if wrong else "person"
    contradicts = {"bernoulli_probs": "logit" in decoder, "bernoulli_logits": "prob" in decoder}
    if contradicts[reading.likelihood]:
        return "person"
    if reading.scale is None:
        return "accept"
    nominal = claim(way.parameters["log_var"])
    return weigh(reading.scale, nominal, witness.calls(way.signature.function), positive_head=False)


def _opening(
    session: Session, reading: Reading, verdict: Verdict, witness: Witness, evidence: dict[str, Any]
) -> Opening:
    way, width = reading.way, reading.way.parameters["log_var"]
    nominal = claim(width)
    scale = convention(verdict, nominal, reading.scale)
    likelihood: Likelihood = (
        "bernoulli_logits" if reading.likelihood == "bernoulli_logits" else "bernoulli_probs"
    )
    conventions = Conventions(
        second_argument=scale,
        likelihood=likelihood,
        reduction=reading.fit.reduction if reading.fit else "none",
        sign="elbo" if reading.factors[0] > 0 else "loss",
        beta="position" if way.beta else "absent",
        order={FUNCTION: way.order},
        names={"beta": way.beta} if way.beta else {},
    )
    own = manner(FUNCTION, way.signature.function, conventions, way.parameters, way.plan(reading.part))
    words = own.words
    messages = [
        f"Graded: {way.signature.signature()} in {session.place(way.signature.file, way.signature.line)}, "
        f"{width} taken as {SCALES[scale]}, {way.parameters['x_logits']} as {words['logits']}; "
        f"it is {words['aim']}, and returns {words['returned']}."
    ]
    messages += remarks(width, nominal, scale, verdict, elsewhere=witness.silent and reading.is_exact)
    messages += [] if reading.is_exact else reading.remarks
    messages += [] if way.beta else [NO_BETA]
    messages += [PIXELS_GIVEN.format(way.blanks["x"][0])] if way.blanks else []
    return Opening(
        FUNCTION,
        own,
        tuple(messages),
        UNSURE if verdict == "person" else "",
        evidence
        | {"verdict": verdict, "claim": nominal, "taken_as": scale, "likelihood": reading.likelihood}
        | {"factors": list(reading.factors), "reduction": conventions.reduction, "sign": conventions.sign}
        | {"line": f"{way.signature.file}:{way.signature.line}", "beta": way.beta},
    )
