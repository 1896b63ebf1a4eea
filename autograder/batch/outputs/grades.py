"""grades.csv: a line a student, whatever became of the hand-in, and a column a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.batch.outputs import cells
from autograder.batch.outputs.people import People
from autograder.batch.people import Student
from autograder.batch.records.marks import Mark

FILE = "grades.csv"
COLUMNS = (
    "student",
    "state",
    "score",
    "possible",
    "version",
    "versions",
    "time",
    "late",
    "on roster",
    "note",
)


def write(folder: Path, marks: Iterable[Mark], people: People, *, names: bool) -> None:
    """Write the marks; names, numbers and mail addresses only where asked for."""
    cells.write(folder / FILE, _rows(list(marks), people, names))


def _rows(marks: list[Mark], people: People, names: bool) -> Iterator[list[object]]:
    checks = list(
        dict.fromkeys(
            row["extra_data"]["check"]
            for mark in marks
            if mark.results
            for row in mark.results["tests"]
            if "max_score" in row
        )
    )
    who = ["name", "number", "email", "login"] if names else []
    yield [*COLUMNS, "decisions", *who, *checks]
    for mark in marks:
        student = people.get(mark.student, Student())
        scores = _scores(mark)
        yield [
            *(mark.student, mark.state, mark.score, mark.possible, mark.version or "", mark.versions or ""),
            *(mark.time, "late" if mark.late else "", "" if mark.on_roster else "no", mark.note),
            "; ".join(f"{decision.check}: {decision.words}" for decision in mark.decisions),
            *(getattr(student, name) for name in who),
            *(scores.get(check) for check in checks),
        ]


def _scores(mark: Mark) -> dict[str, float]:
    """Return the points of each check, none of them where there is no mark."""
    if mark.results is None or mark.score is None:
        return {}
    return {r["extra_data"]["check"]: float(r["score"]) for r in mark.results["tests"] if "score" in r}
