"""Verdicts on the written part, as they come from the process that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from autograder.checks.base import Check
from autograder.checks.outcome import Outcome, Status, run
from autograder.checks.written import WrittenCheck
from autograder.course.assignment import WrittenPart
from autograder.submission.handin import HandIn


class Verdict(msgspec.Struct, frozen=True):
    """What became of a check, in words and numbers alone."""

    check: str
    status: Status
    share: float
    reason: str
    remark: str
    evidence: dict[str, Any]

    @property
    def outcome(self) -> Outcome:
        """The same as an outcome."""
        return Outcome(self.status, self.share, self.reason, self.remark, self.evidence)


def prepare() -> None:
    """Import what judges, and make its grammar's tables: forked readers then need not, each again."""
    from autograder.derivations.judging import judge  # noqa: F401
    from autograder.derivations.reading import formula

    formula.parser()


def verdicts(checks: Sequence[WrittenCheck], hand_in: HandIn, part: WrittenPart) -> list[Verdict]:
    """Judge the written part; GraderFault where a check breaks."""
    writing = hand_in.writing()
    for check in checks:
        check.writing, check.part = writing, part
    every: list[Verdict] = []

    def record(check: Check, outcome: Outcome) -> None:
        words = str(outcome.reason), outcome.remark
        every.append(
            Verdict(check.spec.id, outcome.status, outcome.share, *words, evidence=dict(outcome.evidence))
        )

    run(list(checks), record)
    return every


def unread(check: WrittenCheck, why: str) -> Verdict:
    """Return the verdict on what could not be read."""
    reason = f"Not run: {why} A person will look at it."
    return Verdict(check.spec.id, "not run", 0.0, reason, "", {"for_a_person": True})
