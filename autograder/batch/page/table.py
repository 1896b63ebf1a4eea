"""A class as numbers: who passed which check, as arrays that the statistics take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.arrays import Float64
from autograder.batch.records.marks import Mark

STOPS = ("timeout", "memory")  # the errors of code that was stopped
Json = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """A check of the assignment."""

    id: str
    number: str
    name: str
    possible: float


@dataclass(frozen=True)
class Member:
    """What a page needs of one student: the mark, and why points are lost."""

    student: str
    state: str
    score: float | None
    failures: tuple[str, ...]
    not_run: tuple[str, ...]
    diagnoses: tuple[str, ...]
    note: str
    has_decision: bool
    framework: str
    excerpts: dict[str, str] = field(default_factory=dict)
    lines: tuple[Json, ...] = ()
    hints: dict[str, str] = field(default_factory=dict)
    history: tuple[tuple[str, float], ...] = ()
    hit_limit: bool = False
    late: bool = False


@dataclass(frozen=True)
class Table:
    """A class: `passes` (students, checks) is 1, 0, or nan where a check did not run; `scores` likewise."""

    checks: tuple[Check, ...]
    members: tuple[Member, ...]
    passes: Float64
    scores: Float64

    @property
    def with_mark(self) -> list[Member]:
        """Those who have a mark."""
        return [member for member in self.members if member.score is not None]

    @property
    def possible(self) -> float:
        """The points that can be had."""
        return sum(check.possible for check in self.checks)


def table(marks: Iterable[Mark]) -> Table:
    """Return a class's table; rows of the arrays are the students whose code was run."""
    checks: dict[str, Check] = {}
    members, passes, scores = [], [], []
    for mark in marks:
        rows = [row for row in (mark.results or {"tests": []})["tests"] if "max_score" in row]
        for row in rows:
            check = row["extra_data"]["check"]
            checks.setdefault(check, Check(check, row["number"], row["name"], row["max_score"]))
        members.append(_member(mark, rows))
        if mark.score is not None and rows:
            passes.append([_passes(row) for row in rows])
            scores.append([row["score"] for row in rows])
    shape = (len(passes), len(checks))
    return Table(
        tuple(checks.values()),
        tuple(members),
        np.array(passes, dtype=float).reshape(shape),
        np.array(scores, dtype=float).reshape(shape),
    )


def _passes(row: Json) -> float:
    return {"passed": 1.0, "failed": 0.0}.get(row["extra_data"]["status"], np.nan)


def _member(mark: Mark, rows: list[Json]) -> Member:
    extra = (mark.results or {"extra_data": {}})["extra_data"]
    by_check = {r["extra_data"]["check"]: r for r in rows if r["extra_data"]["status"] == "failed"}
    with_diagnosis = [row for row in by_check.values() if "diagnosis" in row["extra_data"]]
    # The first of these rows says the diagnosis whole.
    diagnoses = {row["extra_data"]["diagnosis"]: row for row in reversed(with_diagnosis)}
    return Member(
        student=mark.student,
        state=mark.state,
        score=mark.score,
        failures=tuple(by_check),
        not_run=tuple(r["extra_data"]["check"] for r in rows if r["extra_data"]["status"] == "not run"),
        diagnoses=tuple(sorted(diagnoses)),
        note=mark.note,
        has_decision=bool(mark.decisions),
        framework=extra.get("framework", ""),
        excerpts=extra.get("excerpts", {}),
        lines=tuple(
            {**line, "check": check}
            for check, row in by_check.items()
            for line in row["extra_data"].get("lines", ())
            if line["status"] in ("untrue", "leap")
        ),
        hints={name: row["output"].rpartition("Diagnosis: ")[2] for name, row in diagnoses.items()},
        history=mark.history,
        hit_limit=any(r["extra_data"].get("error") in STOPS for r in rows),
        late=mark.late,
    )
