"""One side of a comparison: the marks of a run, or those that a platform has recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from autograder.batch import plan as plans
from autograder.batch.outputs import decisions
from autograder.batch.people import BatchError
from autograder.batch.records.marks import marks
from autograder.batch.records.store import CLASS, Store
from autograder.course.assignment import Assignment

PARTS = ("submission", "assignment", "tree", "environment")
ASSIGNMENT = "assignment.json"
Json = dict[str, Any]
Checks = dict[str, tuple[float, float, str]]  # points, the most that there are, and the status, by check


@dataclass(frozen=True)
class Grade:
    """One student's side: points and status of each check, and what the mark came from, where that is known.

    `origin` has a hash for each of PARTS; `identity` is what the seeds came from. `state` is what there is in
    place of a mark, and empty where there is one.
    """

    student: str
    score: float
    checks: Checks
    origin: dict[str, str]
    identity: str
    decisions: frozenset[str] = frozenset()
    state: str = ""


@dataclass(frozen=True)
class Side:
    """All of a run, and its assignment, where it is kept."""

    grades: dict[str, Grade]
    assignment: Assignment | None = None
    pseudonyms: str = ""


def load(path: Path) -> Side:
    """Read a run's out folder, or an export with recorded marks."""
    if (path / CLASS).is_file():
        return _run(path)
    plan = plans.load(path, [])
    grades = {}
    for entry in plan.entries:
        for attempt in entry.attempts:
            if attempt.record and attempt.record.score is not None:
                points = {name: (score, score, "") for name, score in attempt.record.checks}
                grade = Grade(attempt.label, attempt.record.score, points, {}, attempt.identity)
                grades[attempt.identity] = grade
    if not grades:
        raise BatchError(
            f"{path.name}: is neither the out folder of a run nor an export with recorded marks."
        )
    return Side(grades)


def keep(folder: Path, assignment: Assignment) -> None:
    """Keep a run's assignment beside its marks, for a comparison to hold it fixed."""
    from autograder.batch.outputs.cells import private

    private(folder / ASSIGNMENT, msgspec.json.encode(assignment, order="deterministic"))


def _run(path: Path) -> Side:
    store = Store(path)
    grades = {}
    for mark in marks(store, decisions.last(path)):
        if mark.results is None:
            grades[mark.student] = without_mark(mark.student, mark.state)
            continue
        origin = mark.results["extra_data"]["provenance"]
        grades[mark.student] = Grade(
            mark.student,
            mark.score or 0.0,
            checks(mark.results),
            {part: origin[part] for part in PARTS},
            origin["seed_identity"],
            frozenset(decision.check for decision in mark.decisions),
            mark.state if mark.score is None else "",
        )
    try:
        assignment = msgspec.json.decode((path / ASSIGNMENT).read_bytes(), type=Assignment)
    except (OSError, msgspec.MsgspecError):
        assignment = None
    return Side(grades, assignment, str(json.loads((path / CLASS).read_bytes())["pseudonyms"]))


def without_mark(student: str, state: str) -> Grade:
    """Return the side of who handed nothing in."""
    return Grade(student, 0.0, {}, {}, "", state=state)


def checks(results: Json) -> Checks:
    """Return the points, the most that can be had, and the status of each check."""
    return {
        row["extra_data"]["check"]: (row["score"], row["max_score"], row["extra_data"]["status"])
        for row in results["tests"]
        if "score" in row
    }
