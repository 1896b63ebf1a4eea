"""results.json: gradescope-utils' decorators in, a valid file out that always holds every test.

`Results` is a unittest result built on gradescope-utils' own, mended where that one drops tests with
their points (skipped ones, failed subtests), keeps one submission's score for the next, gives full marks
where no score was set, lets a score exceed its maximum or be nan, and writes the time as text.
"""

from __future__ import annotations

import io
import math
import re
import time
import unittest
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

from gradescope_utils.autograder_utils.json_test_runner import JSONTestResult

from autograder.checks.base import Check
from autograder.course.assignment import Assignment, Visibility
from autograder.course.conventions import Function
from autograder.diagnosis.fits import Diagnosis
from autograder.findings import Mismatch
from autograder.sandbox.outside.errors import GraderFault, StudentError, printable

Row = dict[str, Any]
MAX_OUTPUT = 20_000  # characters; the platform cuts at 100,000
SET_BY_CHECKS = ("__score__", "__leaderboard_value__")


class Results(JSONTestResult):  # type: ignore[misc]  # gradescope-utils has no types
    """One row for each check, in the order of their numbers, whatever happens to them."""

    def __init__(
        self, checks: Sequence[Check], assignment: Assignment, on_row: Callable[[Row], None]
    ) -> None:
        super().__init__(io.StringIO(), True, 0, [], [], "")
        self.checks = list(checks)
        self._assignment, self._on_row = assignment, on_row
        self._recorded = False
        self.rows: dict[str, Row] = {
            c.id_of(): self._row(c, "not run", "Not run: did not finish.") for c in checks
        }

    def startTest(self, test: Check) -> None:
        """Forget what another submission may have left on the check."""
        super().startTest(test)
        for layer in _layers(test):
            for name in SET_BY_CHECKS:
                vars(layer).pop(name, None)
        self._started, self._recorded = time.perf_counter(), False

    def stopTest(self, test: Check) -> None:
        """Record the time and report the row."""
        super().stopTest(test)
        row = self.rows[test.id_of()]
        row["extra_data"]["seconds"] = round(time.perf_counter() - self._started, 4)
        self._on_row(row)

    def addSuccess(self, test: Check) -> None:
        """Give the points: all, or what a check with partial credit has set."""
        unittest.TestResult.addSuccess(self, test)
        most = self.getWeight(test)
        score = self._partial_score(test) if _has_partial_credit(test) else most
        passed = score >= most
        output = test.said or ("" if passed else f"This check gave {score:g} of its {most:g} points.")
        self._record(test, "passed" if passed else "failed", output, score)
        column, order, value = self.getLeaderboardData(test)
        if column and value is not None:
            self.leaderboard.append({"name": column, "value": value, "order": order})

    def addFailure(self, test: Check, err: Any) -> None:
        """Record what was observed, or what the student's code did, with the points set before it.

        Any other exception, a bare assertion included, is the check's own: a fault of the grader.
        """
        error = err[1]
        if not isinstance(error, Mismatch | StudentError):
            raise GraderFault(f"the check {test} broke") from error
        unittest.TestResult.addFailure(self, test, err)
        kind = {"error": error.kind} if isinstance(error, StudentError) else {}
        told = str(error) if isinstance(error, StudentError) else self._told(test, str(error))
        output = self.getHideErrors(test) or told
        self._record(test, "failed", output, self._partial_score(test), **kind)

    def _told(self, test: Check, text: str) -> str:
        """Return a finding in the course's words, and how its values are shown where they are."""
        function = getattr(test, "function", None)
        shown = self._assignment.conventions.shown(function) if function else ""
        values = re.search(r"example \d|mean ELBO", text)
        return self._assignment.told(text) + (f"\n{shown}" if shown and values else "")

    def addError(self, test: Check, err: Any) -> None:
        """Record a StudentError, or raise the grader's fault."""
        self.addFailure(test, err)

    def addSkip(self, test: Any, reason: str) -> None:
        """Record a check that could not be run, with its points and the reason."""
        check = getattr(test, "test_case", test)  # in a subtest, the check that it belongs to
        if not isinstance(check, Check):
            raise GraderFault(f"{test} skipped a group of checks: {reason}")
        unittest.TestResult.addSkip(self, check, reason)
        self._record(check, "not run", f"Not run: {self._assignment.told(reason)}", 0.0)

    def addExpectedFailure(self, test: Check, err: Any) -> None:
        """Treat an expected failure as the failure it is."""
        self.addFailure(test, err)

    def addUnexpectedSuccess(self, test: Check) -> None:
        """Treat an unexpected success as the success it is."""
        self.addSuccess(test)

    def addSubTest(self, test: Check, _subtest: Any, err: Any) -> None:
        """Let a failed subtest fail its check."""
        if err is not None:
            self.addFailure(test, err)

    def getDescription(self, test: Check) -> str:
        """Return the first sentence of the check's docstring, however many lines it takes."""
        paragraph = re.split(r"\n\s*\n", test._testMethodDoc or test.id_of())[0]
        sentence = re.split(r"\.(?:\s|$)", " ".join(paragraph.split()))[0]
        return self._assignment.told(sentence)

    def getScore(self, test: Check) -> Any:
        """Return what set_score was given, below whatever other decorators; None where it was not called."""
        return _set_by(test, "__score__")

    def getLeaderboardData(self, test: Check) -> tuple[Any, Any, Any]:
        """Return the leaderboard's column, its order, and the value that the check has set."""
        column, order, _ = super().getLeaderboardData(test)
        return column, order, _set_by(test, "__leaderboard_value__")

    def getWeight(self, test: Check) -> float:
        """Return the points of a check: the assignment's, else its decorator's."""
        return float(self._assignment.points.get(test.id_of(), self._decorated_weight(test)))

    def getVisibility(self, test: Check) -> str:
        """Return when students see a check: never "hidden", which would hide their total."""
        configured = self._assignment.visibility
        chosen = configured.get(
            test.id_of(), super().getVisibility(test) or configured.get("default", "visible")
        )
        if chosen not in get_args(Visibility):
            raise GraderFault(f"the check {test.id_of()} has the visibility {chosen!r}")
        return str(chosen)

    def fail_all(self, reason: str, checks: Sequence[Check] | None = None) -> None:
        """Mark every check, or some, as not run for a reason."""
        for check in self.checks if checks is None else checks:
            self.rows[check.id_of()] = self._row(check, "not run", reason)

    def failed_functions(self) -> list[Function]:
        """Return the functions of which a check has failed."""
        failed = (c for c in self.checks if self._has_failed(c) and hasattr(c, "function"))
        return list(dict.fromkeys(check.function for check in failed))

    def explain(self, diagnoses: Mapping[str, Diagnosis]) -> None:
        """Put a hint beside the failed checks of each function; scores and statuses stay."""
        for check in filter(self._has_failed, self.checks):
            if found := diagnoses.get(getattr(check, "function", "")):
                row = self.rows[check.id_of()]
                row["extra_data"]["diagnosis"] = found.id
                if not self.getHideErrors(check):
                    row["output"] = f"{row['output']}\nDiagnosis: {self._hint(check, found.hint)}"

    def _hint(self, check: Check, hint: str) -> str:
        """Return a hint, or the course's convention where a hint on the default one would mislead."""
        conventions = self._assignment.conventions
        if not conventions.misleads(hint):
            return self._assignment.told(hint)
        meanings = self._assignment.told(conventions.meanings(check.function))
        return f"in this course {meanings}; see whether your code takes them so."

    def _has_failed(self, check: Check) -> bool:
        return bool(self.rows[check.id_of()]["extra_data"]["status"] == "failed")

    def to_json(self, *, seconds: float, output: str, extra_data: dict[str, Any]) -> dict[str, Any]:
        """Return the whole file's content."""
        rows = list(self.rows.values())
        leaderboard = {"leaderboard": self.leaderboard} if self.leaderboard else {}
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
            **leaderboard,
            "extra_data": extra_data,
        }

    def _record(self, test: Check, status: str, output: str, score: float, **evidence: Any) -> None:
        if self._recorded:
            return  # an earlier failed subtest has decided
        self._recorded = True
        row = self._row(test, status, output, score)
        row["extra_data"] = {**getattr(test, "evidence", {}), **evidence, **row["extra_data"]}
        self.rows[test.id_of()] = row

    def _row(self, test: Check, status: str, output: str, score: float = 0.0) -> Row:
        points = {
            "score": round(score, 6),
            "max_score": self.getWeight(test),
            "status": "passed" if status == "passed" else "failed",
        }
        return {
            "name": self.getDescription(test),
            "number": self.getNumber(test) or "",
            "tags": list(self.getTags(test) or []),
            "visibility": self.getVisibility(test),
            **({} if test.informational(self._assignment) else points),
            "output": printable(output, MAX_OUTPUT),
            "extra_data": {"check": test.id_of(), "status": status},
        }

    def _partial_score(self, test: Check) -> float:
        """Return what set_score was given, scaled to the assignment's points; 0 where it was not called."""
        given, of = self.getScore(test), self._decorated_weight(test)
        if given is None or not of or not math.isfinite(given):
            return 0.0
        most = self.getWeight(test)
        return min(max(float(given) * most / of, 0.0), most)

    def _decorated_weight(self, test: Check) -> float:
        return float(super().getWeight(test) or 0.0)


def _layers(test: Check) -> Iterator[Any]:
    """Yield a check's function from the outermost decorator's wrapper to the function itself."""
    function = getattr(type(test), test._testMethodName)
    while function is not None:
        yield function
        function = getattr(function, "__wrapped__", None)


def _set_by(test: Check, name: str) -> Any:
    """Return what a running check has set on one of its layers."""
    return next((vars(layer)[name] for layer in _layers(test) if name in vars(layer)), None)


def _has_partial_credit(test: Check) -> bool:
    """Whether one of the layers is partial_credit's, which hands the check its set_score."""
    return any("set_score" in layer.__code__.co_freevars for layer in _layers(test))
