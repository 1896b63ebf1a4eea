"""How a check ends, and the loop that runs checks: three ends, and the grader's fault for anything else."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.checks.base import Check
from autograder.checks.spec import in_turn
from autograder.findings import Mismatch, NotRun
from autograder.sandbox.outside.errors import GraderFault, StudentError

Status = Literal["passed", "failed", "not run"]
# Ends of a call after which a function is not asked again: this is said once.
STOPS = {
    "timeout": "was stopped for its time",
    "memory": "was stopped for its memory",
    "slow": "is too slow to be sampled from often enough",
    "framework": "loaded PyTorch in one of its calls",
}


@dataclass(frozen=True)
class Outcome:
    """What became of a check: `share` is the part of its points that it gives, from 0 to 1.

    `reason` is why it failed or was not run; `remark` what the check itself says to the student.
    """

    status: Status
    share: float = 0.0
    reason: Mismatch | StudentError | str = ""
    remark: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    leaderboard: Any = None


def run(checks: list[Check], record: Callable[[Check, Outcome], None]) -> None:
    """Run checks, each after those on which it rests, and record each outcome as it comes."""
    by_id = {check.spec.id: check for check in checks}
    shares: dict[str, float] = {}
    stops: dict[str, str] = {}  # what is said of functions that cannot be asked any more
    for spec in in_turn([check.spec for check in checks]):
        check = by_id[spec.id]
        check.shares = shares
        lacks = [by_id[need].spec.number for need in spec.needs if shares.get(need) == 0]
        function = getattr(check, "function", "")
        outcome = _outcome(check, lacks, stops.get(function, ""))
        if isinstance(outcome.reason, StudentError) and outcome.reason.kind in STOPS:
            stops[function] = f"your function {STOPS[outcome.reason.kind]}; test {spec.number} says more."
        shares[spec.id] = outcome.share
        record(check, outcome)


def _outcome(check: Check, lacks: list[str], stop: str) -> Outcome:
    """Run one check, which `lacks` the tests of these numbers that it needs.

    `stop` says, where it is not empty, that its function was stopped before, or is too slow.

    GraderFault where it ends by anything but its own verdict, an assertion included.
    """
    start, most = time.perf_counter(), check.spec.points
    marks: dict[str, Any] = {}

    def set_score(score: float) -> None:
        marks["score"] = float(score)

    def set_leaderboard_value(value: Any) -> None:
        marks["place"] = value

    setters = {f.__name__: f for f in (set_score, set_leaderboard_value) if f.__name__ in check.spec.takes}
    reason: Mismatch | StudentError | str = ""
    has_run = True
    try:
        check.prepare()
        if stop:
            raise NotRun(stop)
        if lacks:
            raise NotRun(f"it builds on test {lacks[0]}, which is not right yet.")
        check.spec.method(check, **setters)
    except NotRun as missing:
        reason, has_run = f"Not run: {missing}", False
    except (Mismatch, StudentError) as error:
        reason = error
    except (Exception, SystemExit) as error:
        raise GraderFault(f"the check {check.spec.id} broke") from error
    share = _share(marks.get("score"), most) if "set_score" in setters else float(not reason)
    seconds = round(time.perf_counter() - start, 4)
    passes = has_run and not reason and share == 1
    return Outcome(
        status="passed" if passes else "failed" if has_run else "not run",
        share=share if has_run else 0.0,
        reason=reason,
        remark=check.remark,
        evidence={**check.evidence, "seconds": seconds},
        leaderboard=marks.get("place"),
    )


def _share(score: float | None, most: float) -> float:
    """Return the part of a check's points that a score is; none where it was not set or is no number."""
    if score is None or not most or not math.isfinite(score):
        return 0.0
    return min(max(score / most, 0.0), 1.0)
