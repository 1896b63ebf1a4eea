"""A comparison as text, CSV and a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.batch.comparison.changes import Change, Student
from autograder.batch.outputs import cells
from autograder.report import page as report

COLUMNS = ("student", "before", "after", "difference", "check", "was", "is", "because of")


def write_csv(path: Path, students: list[Student]) -> None:
    """Write a line for each check that changed."""
    cells.write(path, [COLUMNS, *rows(students)])


def write_html(path: Path, students: list[Student], count: int) -> None:
    """Write the page."""
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader([Path(__file__).parent, Path(report.__file__).parent]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    falls = sum(student.difference < 0 for student in students)
    text = environment.get_template("comparison.html").render(
        columns=COLUMNS, rows=list(rows(students)), every=count, changes=len(students), falls=falls
    )
    cells.private(path, text.encode())


def rows(students: list[Student]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each check that changed, the largest falls first."""
    for student in students:
        for change in student.changes:
            yield (
                student.after.student,
                *(side.state or f"{side.score:g}" for side in (student.before, student.after)),
                f"{student.difference:+g}",
                change.check,
                *(_points(side) for side in (change.before, change.after)),
                ", ".join(change.reasons) or "not told apart: give --source, and --old-grader",
            )


def fell(students: list[Student]) -> list[Student]:
    """Return those who have less than before, in all or on a check."""
    return [s for s in students if s.difference < 0 or any(map(_falls, s.changes))]


def _falls(change: Change) -> bool:
    return bool(change.before and change.after and change.before[0] > change.after[0])


def _points(side: tuple[float, float, str] | None) -> str:
    if side is None:
        return "not there"
    return f"{side[0]:g}/{side[1]:g} {side[2]}" if side[2] else f"{side[0]:g}"
