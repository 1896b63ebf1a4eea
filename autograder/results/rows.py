"""results.json: a valid file that always holds every check, whatever becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from autograder.checks.base import Check
from autograder.checks.outcome import Outcome, Status, run
from autograder.course.assignment import Assignment
from autograder.course.conventions import Function
from autograder.course.words import Words
from autograder.diagnosis.fits import Diagnosis
from autograder.findings import Mismatch
from autograder.glyphs import printable
from autograder.results.row import Evidence, Points, Row
from autograder.sandbox.outside.errors import StudentError

MAX_OUTPUT = 20_000  # characters; the platform cuts at 100,000
FOR_A_PERSON = "Received; a person will mark this."
UNFINISHED = Outcome("not run", reason="Not run: did not finish.")


class Results:
    """The outcome of every check of an assignment, and the rows that they make, in order of their numbers.

    `extra_data` is what staff read of the grading as a whole.
    """

    def __init__(
        self, checks: Sequence[Check], assignment: Assignment, on_row: Callable[[Row], None]
    ) -> None:
        self.checks, self.extra_data = list(checks), dict[str, Any]()
        self._assignment, self._on_row = assignment, on_row
        self._words = assignment.words
        self._outcomes = {check.spec.id: UNFINISHED for check in checks}
        self._diagnoses: Mapping[str, Diagnosis] = {}
        self._own_words = dict[Function, Words]()
        self._for_a_person = set[Function]()

    def adopt(self, function: Function, words: Words) -> None:
        """Speak of a function in words of its own; its points are the same."""
        self._own_words[function] = words
        self._for_a_person.discard(function)  # what was found before, if anything, is not judged any more

    def leave_to_a_person(self, function: Function) -> None:
        """Give the rows of a function no verdict: what the checks found is a proposal, for staff alone."""
        self._for_a_person.add(function)

    def run(self, checks: Iterable[Check]) -> None:
        """Run some of the checks, and report the row of each as it comes."""
        run(list(checks), self.record)

    def record(self, check: Check, outcome: Outcome) -> None:
        """Take the outcome of a check, and report its row."""
        self._outcomes[check.spec.id] = outcome
        self._on_row(self._row(check))

    def fail_all(self, reason: str, checks: Sequence[Check] | None = None) -> None:
        """Mark every check, or some, as not run for a reason."""
        for check in self.checks if checks is None else checks:
            self._outcomes[check.spec.id] = Outcome("not run", reason=reason)

    def failures(self) -> dict[Function, list[str]]:
        """Return the functions of which a check has failed, with its id, and no person has to mark it."""
        failures: dict[Function, list[str]] = {}
        for check in self.checks:
            is_function = hasattr(check, "function") and not self._is_for_a_person(check)
            if self._status(check) == "failed" and is_function:
                failures.setdefault(check.function, []).append(check.spec.id)
        return failures

    def has_failed(self, function: Function) -> bool:
        """Whether a check of a function has failed, or was not run."""
        return any(outcome.status != "passed" for outcome in self.outcomes(function).values())

    def outcomes(self, function: Function) -> dict[str, Outcome]:
        """Return what became of a function's checks, by their ids."""
        ids = [c.spec.id for c in self.checks if getattr(c, "function", "") == function]
        return {id_: self._outcomes[id_] for id_ in ids}

    def is_better_than(self, outcomes: Mapping[str, Outcome]) -> bool:
        """Whether the same checks give more points now than by other outcomes."""
        points = {c.spec.id: self._assignment.points.get(c.spec.id, c.spec.points) for c in self.checks}
        return sum((self._outcomes[i].share - o.share) * points[i] for i, o in outcomes.items()) > 0

    def put_back(self, outcomes: Mapping[str, Outcome]) -> None:
        """Take outcomes of before in place of those that there are."""
        self._outcomes |= outcomes

    def explain(self, diagnoses: Mapping[str, Diagnosis]) -> None:
        """Put a hint beside failed checks, by their ids; scores and statuses stay."""
        self._diagnoses = diagnoses

    @property
    def rows(self) -> list[Row]:
        """Every check's row."""
        return [self._row(check) for check in self.checks]

    def to_json(self, *, seconds: float, output: str) -> dict[str, Any]:
        """Return the whole file's content."""
        rows = self.rows
        leaderboard = list(filter(None, map(self._place, self.checks)))
        return {
            "score": round(sum(row.get("score", 0.0) for row in rows), 6),
            "execution_time": round(seconds, 3),
            "output": printable(output, MAX_OUTPUT),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": rows,
            **({"leaderboard": leaderboard} if leaderboard else {}),
            "extra_data": self.extra_data,
        }

    def _row(self, check: Check) -> Row:
        spec, outcome = check.spec, self._outcomes[check.spec.id]
        most = float(self._assignment.points.get(spec.id, spec.points))
        points: Points = {
            "score": round(most * outcome.share, 6),
            "max_score": most,
            "status": "passed" if outcome.status == "passed" else "failed",
        }
        if check.informational(self._assignment):
            points = {}
        elif self._is_for_a_person(check):
            points = {"score": 0.0, "max_score": most}
        elif outcome.status == "not run" and outcome.evidence.get("for_a_person"):
            points = {"score": 0.0, "max_score": most}  # received, and neither passed nor failed yet
        return {
            "name": self._words_of(check).say(spec.sentence),
            "number": spec.number,
            "tags": list(spec.tags),
            "visibility": self._visibility(check),
            **points,
            "output": printable(self._output(check, outcome, most), MAX_OUTPUT),
            "extra_data": self._evidence(check, outcome, most),
        }

    def _visibility(self, check: Check) -> str:
        """Return when students see a check: its own line in the assignment, its decorator's, the default."""
        choices = self._assignment.visibility
        default = check.spec.visibility or choices.get("default", "visible")
        return str(choices.get(check.spec.id, default))

    def _output(self, check: Check, outcome: Outcome, most: float) -> str:
        """Return what a student reads of a check."""
        if self._is_for_a_person(check):
            return FOR_A_PERSON
        if outcome.status == "failed" and check.spec.concealment:
            return check.spec.concealment
        diagnosis, reason = self._diagnosis(check, outcome), outcome.reason
        if diagnosis and isinstance(reason, Mismatch):
            reason = reason.without_causes()  # the diagnosis is the likely cause
        if reason:
            lines = [self._reason(check, reason)]
        else:
            partly = f"This check gave {most * outcome.share:g} of its {most:g} points."
            lines = [outcome.remark or ("" if outcome.status == "passed" else partly)]
        if diagnosis:
            first = self._first_with(diagnosis, check)
            hint = self._hint(diagnosis, self._words_of(check))
            lines.append(f"Diagnosis: {hint if first is check else f'as in test {first.spec.number}.'}")
        return "\n".join(lines)

    def _reason(self, check: Check, reason: Mismatch | StudentError | str) -> str:
        """Return a reason, and how values are shown where there are any and the course's are others."""
        manner = self._words_of(check).manner(check.function) if hasattr(check, "function") else ""
        values = isinstance(reason, Mismatch) and re.search(r"\d examples|mean ELBO", str(reason))
        return f"{reason}\n{manner}" if manner and values else str(reason)

    def _is_for_a_person(self, check: Check) -> bool:
        own = hasattr(check, "function") and self._outcomes[check.spec.id].evidence.get("for_a_person")
        return bool(own) or getattr(check, "function", None) in self._for_a_person

    def _words_of(self, check: Check) -> Words:
        return self._own_words.get(check.function, self._words) if hasattr(check, "function") else self._words

    def _evidence(self, check: Check, outcome: Outcome, most: float) -> Evidence:
        """Return what staff read of a check; what it leaves itself replaces nothing."""
        evidence: Evidence = {"check": check.spec.id, "status": outcome.status}
        if self._is_for_a_person(check):
            evidence["status"], evidence["for_a_person"] = "person", True
            evidence["proposal"] = {"status": outcome.status, "score": round(most * outcome.share, 6)}
        if isinstance(outcome.reason, StudentError):
            evidence["error"] = outcome.reason.kind
        if isinstance(outcome.reason, Mismatch) and not check.spec.concealment:
            evidence["findings"] = outcome.reason.json
        if diagnosis := self._diagnosis(check, outcome):
            evidence["diagnosis"] = diagnosis.id
        return cast(Evidence, {**outcome.evidence, **evidence})

    def _diagnosis(self, check: Check, outcome: Outcome) -> Diagnosis | None:
        """Return what explains a failed check."""
        return self._diagnoses.get(check.spec.id) if outcome.status == "failed" else None

    def _first_with(self, diagnosis: Diagnosis, check: Check) -> Check:
        """Return the first check that says a diagnosis to those who see a check: the others refer to it."""
        return next(
            c
            for c in self.checks
            if c is check
            or (
                self._diagnosis(c, self._outcomes[c.spec.id]) == diagnosis
                and self._visibility(c) == self._visibility(check)
                and not c.spec.concealment
            )
        )

    def _hint(self, diagnosis: Diagnosis, words: Words) -> str:
        """Return a hint, or the course's convention where that is not the one it speaks of."""
        if meanings := words.meanings(diagnosis.about):
            return f"in this course {meanings}; see whether your code takes it so."
        return words.say(diagnosis.hint)

    def _place(self, check: Check) -> dict[str, Any] | None:
        """Return the leaderboard's entry of a check that has set one."""
        value = self._outcomes[check.spec.id].leaderboard
        if check.spec.leaderboard is None or value is None:
            return None
        column, order = check.spec.leaderboard
        return {"name": column, "value": value, "order": order}

    def _status(self, check: Check) -> Status:
        return self._outcomes[check.spec.id].status
