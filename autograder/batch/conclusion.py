"""What a run ends with: every file that people use, and what is said of the class."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from autograder.batch.outputs import feedback, gradebook, grades, worklist
from autograder.batch.outputs.people import People
from autograder.batch.page import page
from autograder.batch.page import table as tables
from autograder.batch.records.index import Index
from autograder.batch.records.marks import Decisions, Mark, marks
from autograder.batch.records.states import STATES
from autograder.batch.records.store import Store
from autograder.report import console

WAITING, FAULT = 1, 3
RETRY = "retry.txt"
FLAT = ("canvas", "blackboard")


def conclude(
    out: Path,
    decisions: Decisions,
    people: People,
    labels: dict[str, str],
    *,
    names: bool,
    share: bool,
    fill: Path | None,
    column: str,
) -> int:
    """Write everything anew from the results, say what became of everybody, and return the exit code."""
    with console.working("writing marks, the class page and feedback"):
        every = list(marks(Store(out), decisions))
        work = _write(out, every, people, labels, names=names, share=share)
    counts = Counter(mark.state for mark in every)
    for state in STATES:
        click.echo(f"{counts[state]:6} {state}")
    click.echo(f"{len(every):6} students")
    if fill:
        _say(gradebook.fill(fill, out, every, people, column))
    if work:
        click.echo(f"{work} {'thing' if work == 1 else 'things'} for people to look at: {worklist.FILE}")
    faults = [mark.student for mark in every if mark.state == "grader fault"]
    (out / RETRY).write_text("".join(f"{student}\n" for student in faults), encoding="utf-8")
    if faults:
        click.echo(f"{len(faults)} are in {RETRY}: give the same command again to try them again.", err=True)
        return FAULT
    return WAITING if any(needs_a_person(mark) for mark in every) else 0


def _write(
    out: Path, every: list[Mark], people: People, labels: dict[str, str], *, names: bool, share: bool
) -> int:
    """Write all that needs nothing but the marks, and return how much there is for people to look at."""
    with Index(out) as index:
        index.set_class((m.student, m.version, m.key or None, m.time, m.late, True, m.state) for m in every)
    grades.write(out, every, people, names=names)
    whole = tables.table(every)
    page.write(out, whole, share=False)
    if share:
        page.write(out, whole, share=True)
    flat = Store(out).read_class()["layout"] in FLAT
    feedback.write(out, every, labels if names else {}, flat=flat)
    return worklist.write(out, every)


def needs_a_person(mark: Mark) -> bool:
    """Whether the mark is not the grader's to give."""
    return mark.state in ("unreadable", "waits for a person")


def _say(receipt: gradebook.Receipt) -> None:
    """Tell what was filled in, and what was not on either side."""
    click.echo(f"{receipt.path.name}, {receipt.kind}: {receipt.count} marks in the column {receipt.column!r}")
    for title, names in (
        ("left as they were", receipt.exceptions),
        ("in the file and not in the class", receipt.not_in_class),
        ("in the class and not in the file", receipt.not_in_file),
    ):
        if names:
            click.echo(f"{len(names)} {title}: {'; '.join(names)}")
