"""The way through the open form: what is graded, by which convention, and whether a person has to look."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from autograder.arrays import Array
from autograder.course.assignment import Assignment
from autograder.course.conventions import NAME, Conventions, Scale
from autograder.findings import wrong_return
from autograder.openform import evidence, proposal, width
from autograder.openform.names import claim, claim_of_matrix
from autograder.openform.proposal import Proposal
from autograder.openform.table import MEANT, Verdict, weighed
from autograder.openform.width import Width
from autograder.sandbox.outside.call import Call
from autograder.session.session import Session

FUNCTION = "reparameterize"
SCALES: dict[Scale, str] = {
    "log_var": "the logarithm of the variance",
    "log_std": "the logarithm of the standard deviation",
    "std": "a standard deviation",
    "var": "a variance",
}
NOT_THERE = (
    "No function was found that takes a mean and a width and returns the mean with noise of that width. "
    "A person will look at what you handed in."
)
UNSURE = "What your function does and what its names say can be read in more than one way."
NOISE_IS_GIVEN = "The noise is an argument of your function: its law is the caller's, and is taken as right."


@dataclass(frozen=True)
class Opening:
    """What came of looking for the sampler: the assignment to judge it by, and how it is called.

    `person` says why a person has to decide; it is empty where the grader can. `evidence` is for staff.
    """

    assignment: Assignment
    plan: dict[str, Any] | None = None
    messages: tuple[str, ...] = ()
    person: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)


def opening(session: Session) -> Opening:
    """Find the sampler of a loaded submission, and decide by which convention it is judged."""
    proposals = proposal.read(session.search())
    ranked = proposal.ranked(proposals)
    seen = {"proposals": [p.signature() for p in proposals]}
    if not ranked:
        return Opening(session.assignment, messages=(NOT_THERE,), person=NOT_THERE, evidence=seen)
    readings = [Reading(session, candidate) for candidate in ranked[:3]]
    first = next((r for r in readings if r.verdict in ("accept", "remark")), readings[0])
    others = [p.signature() for p in ranked if p is not first.proposal and p.samples]
    return first.opening(others, seen)


class Reading:
    """One proposal as it is to be understood: its width measured, its names and the rest of the file read."""

    def __init__(self, session: Session, candidate: Proposal) -> None:
        self._session, self.proposal = session, candidate
        files = dict(session.submission.files)
        self._source = "\n".join(
            content.decode(errors="replace") for name, content in files.items() if name.endswith(CODE)
        )
        self._genuine = candidate.stands_in(files)
        self._width = width.measured(self._draw) if candidate.samples else Width({}, None)
        self.argument = candidate.parameter("width")
        self._claim = (claim_of_matrix if candidate.shape == "matrix" else claim)(self.argument)
        self._evidence = evidence.conventions(self._source, candidate.function)
        self.verdict = self._decided()

    def opening(self, others: list[str], seen: dict[str, Any]) -> Opening:
        """Return what is to be graded, and what is to be said of it to the student and to staff."""
        scale = self._scale()
        plan = self.proposal.plan | (
            {"shape": self._matrix(scale)} if self.proposal.shape == "matrix" else {}
        )
        messages = [self._graded(scale)]
        if self.verdict == "remark" and MEANT[self._claim] not in (None, scale):
            messages.append(f"The name {self.argument} says something else than it is: {SCALES[scale]}.")
        if others:
            messages.append(f"Also found, and not graded: {', '.join(others[:3])}.")
        if self.proposal.takes_noise:
            messages.append(NOISE_IS_GIVEN)
        person = UNSURE if self.verdict == "person" else ""
        return Opening(
            self._assignment(scale),
            plan,
            (*messages, *([person] if person else [])),
            person,
            seen
            | {"verdict": self.verdict, "argument": self.argument, "claim": self._claim}
            | {"law": self._width.law, "spreads": str(self._width), "file_says": sorted(self._evidence)}
            | {"line": f"{self.proposal.file}:{self.proposal.line}", "taken_as": scale},
        )

    def _decided(self) -> Verdict:
        """Return the verdict; what follows no law is left to the laws of the noise, which reject it."""
        unmeasured = self.proposal.samples and not any(map(math.isfinite, self._width.spreads.values()))
        if not self._genuine or self._width.softplus or self.proposal.shared or unmeasured:
            return "person"
        if self._width.law is None:
            return "reject"
        head = evidence.has_positive_head(self._source, self.argument) if self.argument else False
        return weighed(self._width.law, self._claim, self._evidence, positive_head=head)

    def _scale(self) -> Scale:
        """Return the convention to judge by: what it does, or where that is rejected, what it says."""
        meant = MEANT[self._claim]
        if self.verdict == "reject" or self._width.law is None:
            return meant or self._width.law or "log_var"
        return self._width.law

    def _matrix(self, scale: Scale) -> str:
        return "covariance" if scale == "var" else "cholesky"

    def _graded(self, scale: Scale) -> str:
        found = self.proposal
        words = self._session.place(found.file, found.line)
        taken = f", {self.argument} taken as {SCALES[scale]}" if self.argument else ""
        return f"Graded: {found.signature()} in {words}{taken}."

    def _assignment(self, scale: Scale) -> Assignment:
        """Return the assignment with the function's own name, argument names and convention."""
        given = self._session.assignment
        names = {"mu": self.proposal.parameter("mean"), "log_var": self.argument}
        kept = {key: name for key, name in names.items() if re.match(NAME, name)}
        try:
            conventions = Conventions(second_argument=scale, names=kept)  # type: ignore[arg-type]
        except ValueError:
            conventions = Conventions(second_argument=scale)
        name = self.proposal.function if re.match(NAME, self.proposal.function) else FUNCTION
        return msgspec.structs.replace(
            given, functions={**given.functions, FUNCTION: name}, conventions=conventions
        )

    def _draw(self, mu: Array, argument: Array) -> Array:
        """Call the sampler as it is, with no convention; a Mismatch where it gives no numbers."""
        dtype = self._session.dtype
        inputs = {"mu": mu.astype(dtype), "width": argument.astype(dtype)}
        call = Call(self.proposal.function, inputs, hidden=False, plan=self.proposal.plan)
        reply = self._session.answer_as_it_is(call)
        if isinstance(reply.output, str):
            raise wrong_return(reply.output, "numbers", "the measurement of the width")
        return np.asarray(reply.output)


CODE = (".py", ".jl", ".ipynb", ".md", ".tex", ".qmd")
