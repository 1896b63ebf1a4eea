"""results.json: gradescope-utils' decorators in, a valid file out that always holds every test.

`Results` is a unittest result built on gradescope-utils' own, mended where that one drops tests with
their points (skipped ones, failed subtests), keeps one submission's score for the next, lets a score
exceed its maximum or be nan, and writes the time as text.
"""

from __future__ import annotations

import io
import math
import time
import unittest
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, get_args

from gradescope_utils.autograder_utils.json_test_runner import JSONTestResult

from autograder.assignment import Assignment, Visibility
from autograder.sandbox.errors import GraderFault, StudentError

if TYPE_CHECKING:
    from autograder.checks.base import Check

Row = dict[str, Any]
MAX_OUTPUT = 20_000  # characters; the platform cuts at 100,000


class Results(JSONTestResult):  # type: ignore[misc]  # gradescope-utils has no types
    """One row for each check, in the order of their numbers, whatever happens to them."""

    def __init__(
        self, checks: Sequence[Check], assignment: Assignment, on_row: Callable[[Row], None]
    ) -> None:
        super().__init__(io.StringIO(), True, 0, [], [], "")
        self.checks = list(checks)
        self.on_outcome: Callable[[str, str], object] = lambda _check, _status: None
        self._assignment, self._on_row = assignment, on_row
        self.rows: dict[str, Row] = {
            c.id_of(): self._row(c, "not run", "Not run: did not finish.") for c in checks
        }

    def startTest(self, test: Check) -> None:
        """Forget the score that another submission may have left on the check."""
        super().startTest(test)
        vars(self._function(test)).pop("__score__", None)
        self._started, self._recorded = time.perf_counter(), False

    def stopTest(self, test: Check) -> None:
        """Record the time and report the row."""
        super().stopTest(test)
        row = self.rows[test.id_of()]
        row["extra_data"]["seconds"] = round(time.perf_counter() - self._started, 4)
        self.on_outcome(test.id_of(), row["extra_data"]["status"])
        self._on_row(row)

    def addSuccess(self, test: Check) -> None:
        """Give the points: all, or what a check with partial credit has set."""
        unittest.TestResult.addSuccess(self, test)
        partial = hasattr(self._function(test), "__wrapped__")
        score = self._partial_score(test) if partial else self.getWeight(test)
        status = "passed" if score >= self.getWeight(test) else "failed"
        self._record(test, status, "", score)

    def addFailure(self, test: Check, err: Any) -> None:
        """Record what was observed; a check with partial credit may have set a score before."""
        unittest.TestResult.addFailure(self, test, err)
        self._record(test, "failed", str(err[1]), self._partial_score(test))

    def addError(self, test: Check, err: Any) -> None:
        """Record what the student's code did; any other exception is the grader's fault."""
        if not isinstance(err[1], StudentError):
            raise GraderFault(f"the check {test} broke") from err[1]
        unittest.TestResult.addError(self, test, err)
        self._record(test, "failed", str(err[1]), self._partial_score(test), error=err[1].kind)

    def addSkip(self, test: Check, reason: str) -> None:
        """Record a check that could not be run, with its points and the reason."""
        unittest.TestResult.addSkip(self, test, reason)
        self._record(test, "not run", f"Not run: {reason}", 0.0)

    def addExpectedFailure(self, test: Check, err: Any) -> None:
        """Treat an expected failure as the failure it is."""
        self.addFailure(test, err)

    def addUnexpectedSuccess(self, test: Check) -> None:
        """Treat an unexpected success as the success it is."""
        self.addSuccess(test)

    def addSubTest(self, test: Check, _subtest: Any, err: Any) -> None:
        """Let a failed subtest fail its check."""
        if err is not None:
            add = self.addFailure if issubclass(err[0], AssertionError) else self.addError
            add(test, err)

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

    def fail_all(self, reason: str) -> None:
        """Mark every check as not run for a reason."""
        for row in self.rows.values():
            row |= {"score": 0.0, "status": "failed", "output": reason}
            row["extra_data"] |= {"status": "not run"}

    def to_json(self, *, seconds: float, output: str, extra_data: dict[str, Any]) -> dict[str, Any]:
        """Return the whole file's content."""
        rows = list(self.rows.values())
        return {
            "score": round(sum(row["score"] for row in rows), 6),
            "execution_time": round(seconds, 3),
            "output": output[:MAX_OUTPUT],
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": rows,
            "extra_data": extra_data,
        }

    def _record(self, test: Check, status: str, output: str, score: float, **evidence: Any) -> None:
        if self._recorded:
            return  # an earlier failed subtest has decided
        self._recorded = True
        row = self._row(test, status, output, score)
        row["extra_data"] |= {**evidence, **getattr(test, "evidence", {})}
        self.rows[test.id_of()] = row

    def _row(self, test: Check, status: str, output: str, score: float = 0.0) -> Row:
        most = self.getWeight(test)
        score = min(max(score, 0.0), most) if math.isfinite(score) else 0.0
        return {
            "name": self.getDescription(test).rstrip("."),
            "number": self.getNumber(test) or "",
            "tags": list(self.getTags(test) or []),
            "visibility": self.getVisibility(test),
            "score": round(score, 6),
            "max_score": most,
            "status": "passed" if status == "passed" else "failed",
            "output": output[:MAX_OUTPUT],
            "extra_data": {"check": test.id_of(), "status": status},
        }

    def _partial_score(self, test: Check) -> float:
        """Return what set_score was given, scaled to the assignment's points; 0 where it was not called."""
        score, most = self.getScore(test), self._decorated_weight(test)
        return float(score) * self.getWeight(test) / most if score is not None and most else 0.0

    def _decorated_weight(self, test: Check) -> float:
        return float(super().getWeight(test) or 0.0)

    def _function(self, test: Check) -> Any:
        return getattr(type(test), test._testMethodName)
