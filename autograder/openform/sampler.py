"""The sampler of a hand-in: what is graded, by which convention, and whether a person has to look."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.arrays import Array
from autograder.course.conventions import Argument, Conventions, Function, Scale
from autograder.findings import wrong_return
from autograder.openform import proposal, spread
from autograder.openform.names import claim, claim_of_matrix, likeness
from autograder.openform.opening import MOST_OTHERS, SCALES, UNSURE, Opening, absent, manner, remarks
from autograder.openform.parameters import Signature
from autograder.openform.proposal import Proposal
from autograder.openform.source import Source, read
from autograder.openform.spread import Width
from autograder.openform.table import Verdict, convention, weigh
from autograder.openform.witness import Witness
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import ArraysMeant
from autograder.session.manner import Manner
from autograder.session.session import Session

FUNCTION: Function = "reparameterize"
NOT_THERE = (
    "No function was found that takes a mean and a width and returns the mean with noise of that width. "
    "A person will look at what you handed in."
)
ARRAYS = "It was given NumPy arrays, because it draws without PyTorch, although the file imports that."
OTHERS_NOISE = r"\b(np|numpy)\.random|default_rng|\brng\.|standard_normal|\b(gauss|normalvariate)\("
PYTORCH = r"\btorch\b|\bTensor\b|randn_like|rsample|\bF\."
NOISE_IS_GIVEN = "The noise is an argument of your function: its law is the caller's, and is taken as right."


def opening(session: Session, witness: Witness) -> Opening:
    """Find the sampler of a loaded submission, and decide by which convention it is judged."""
    proposals = read(session.search(), Proposal)
    ranking = proposal.ranking(proposals)
    _require_its_own_kind(session, ranking)
    evidence = {"proposals": [p.signature() for p in proposals]}
    if not ranking:
        return absent(FUNCTION, NOT_THERE, evidence)
    readings = [Reading(session, candidate, witness) for candidate in ranking[: MOST_OTHERS + 1]]
    right = [r for r in readings if r.verdict in ("accept", "remark")] or readings[:1]
    every = [
        r.opening([p.signature() for p in ranking if p is not r.proposal and p.samples], evidence)
        for r in right
    ]
    return dataclasses.replace(every[0], others=tuple(every[1:]))


def _require_its_own_kind(session: Session, ranking: list[Proposal]) -> None:
    """Raise ArraysMeant where tensors went to a sampler that draws without PyTorch."""
    if not session.torch:
        return
    files = dict(session.submission.files)
    candidates: Sequence[Source] = [p for p in ranking if p.samples][:1]
    if not candidates:
        signatures = read(session.signatures(), Signature)
        candidates = [s for s in signatures if likeness(s.function, s.owner) == 2]
    bodies = [source.body(files) for source in candidates]
    if any(re.search(OTHERS_NOISE, body) and not re.search(PYTORCH, body) for body in bodies):
        raise ArraysMeant


class Reading:
    """One proposal as it is to be understood: its width measured, its names and the rest of the file read."""

    def __init__(self, session: Session, candidate: Proposal, witness: Witness) -> None:
        self._session, self.proposal, self._witness = session, candidate, witness
        self._genuine = candidate.stands_in(dict(session.submission.files))
        self._width = spread.measure(self._draw, session.oracle) if candidate.samples else Width({}, None)
        self.argument = candidate.parameter("width")
        self._claim = (claim_of_matrix if candidate.shape == "matrix" else claim)(self.argument)
        self._evidence = witness.conventions(candidate.function)
        self.verdict = self._decide()

    def opening(self, others: list[str], evidence: dict[str, Any]) -> Opening:
        """Return what is to be graded, and what is to be said of it to the student and to staff."""
        scale = convention(self.verdict, self._claim, self._width.law)
        plan = self.proposal.plan | (
            {"shape": self._matrix(scale)} if self.proposal.shape == "matrix" else {}
        )
        elsewhere = self._witness.silent and self._width.law is not None
        messages = [self._introduction(scale)]
        messages += remarks(self.argument, self._claim, scale, self.verdict, elsewhere=elsewhere)
        if others:
            messages.append(f"Also found, and not graded: {', '.join(others[:3])}.")
        if self._session.submission.arrays:
            messages.append(ARRAYS)
        if self.proposal.takes_noise:
            messages.append(NOISE_IS_GIVEN)
        return Opening(
            FUNCTION,
            self._manner(scale, plan),
            tuple(messages),
            UNSURE if self.verdict == "person" else "",
            evidence
            | {"verdict": self.verdict, "argument": self.argument, "claim": self._claim}
            | {"law": self._width.law, "spreads": str(self._width), "file_says": sorted(self._evidence)}
            | {"line": f"{self.proposal.file}:{self.proposal.line}", "taken_as": scale},
        )

    def _decide(self) -> Verdict:
        """Return the verdict; what follows no law is left to the laws of the noise, which reject it."""
        immeasurable = self.proposal.samples and not any(map(math.isfinite, self._width.spreads.values()))
        if not self._genuine or self._width.softplus or self.proposal.shared or immeasurable:
            return "person"
        if self._width.law is None:
            return "reject"
        head = self._witness.has_positive_head(self.argument) if self.argument else False
        return weigh(self._width.law, self._claim, self._evidence, positive_head=head)

    def _matrix(self, scale: Scale) -> str:
        return "covariance" if scale == "var" else "cholesky"

    def _introduction(self, scale: Scale) -> str:
        own = self.proposal
        words = self._session.place(own.file, own.line)
        meaning = f", {self.argument} taken as {SCALES[scale]}" if self.argument else ""
        return f"Graded: {own.signature()} in {words}{meaning}."

    def _manner(self, scale: Scale, plan: dict[str, Any]) -> Manner:
        """Return the function's own name, argument names and convention."""
        names: dict[Argument, str] = {"mu": self.proposal.parameter("mean"), "log_var": self.argument}
        return manner(FUNCTION, self.proposal.function, Conventions(second_argument=scale), names, plan)

    def _draw(self, mu: Array, argument: Array) -> Array:
        """Call the sampler as it is, with no convention; a Mismatch where it gives no numbers."""
        dtype = self._session.dtype
        inputs = {"mu": mu.astype(dtype), "width": argument.astype(dtype)}
        call = Call(self.proposal.function, inputs, hidden=False, plan=self.proposal.plan)
        reply = self._session.answer_as_it_is(call)
        if isinstance(reply.output, str):
            raise wrong_return(reply.output, "numbers", "the measurement of the width")
        return np.asarray(reply.output)
