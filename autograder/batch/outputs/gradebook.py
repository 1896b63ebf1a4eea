"""--fill: marks into the LMS's own gradebook file, into one column of it and nowhere else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.batch import roster as rosters
from autograder.batch.outputs import cells
from autograder.batch.outputs.people import People
from autograder.batch.people import BatchError, canonical
from autograder.batch.records.marks import Mark
from autograder.batch.roster import Directory

FOLDER = "gradebook"
EXCUSE = "ex"
DECIMAL_COMMA = re.compile(r"\d+,\d+\Z")
DECIMAL_POINT = re.compile(r"\d+\.\d+\Z")
# How each LMS's file is known, and which of its columns may take marks.
KINDS: dict[str, tuple[tuple[str, ...], Callable[[str], bool]]] = {
    "Canvas": (("student", "id", "section"), lambda title: bool(re.search(r" \(\d+\)\Z", title))),
    "Moodle": (("identifier", "grade"), lambda title: canonical(title) == "grade"),
    "Brightspace": (("end-of-line indicator",), lambda title: title.endswith(" Points Grade")),
    "Blackboard": (("username",), lambda title: "[Total Pts:" in title),
    "Gradescope": (("sid", "total score"), lambda title: canonical(title) == "total score"),
}


@dataclass(frozen=True)
class Receipt:
    """What was written where, and what was not."""

    path: Path
    kind: str
    column: str
    count: int
    not_in_class: tuple[str, ...]
    not_in_file: tuple[str, ...]
    exceptions: tuple[str, ...]


def fill(path: Path, folder: Path, marks: Sequence[Mark], people: People, column: str = "") -> Receipt:
    """Write a copy of a gradebook with the marks of those who are graded; every other cell stays as it is.

    A mark that waits, or is no mark, changes nothing: neither a blank nor what is there becomes a 0.
    """
    text, encoding, part, rows = _read(path)
    kind, place = _column(path, rows[0], column)
    directory = Directory(list(people.values()))
    pseudonym = {student: key for key, student in people.items()}
    by_student = {mark.student: mark for mark in marks}
    places, comma = rosters.columns(rows[0]), _has_comma(rows, part)
    met, strangers, exceptions, count = set[str](), [], [], 0
    for row in rows[1:]:
        person = rosters.student(row, places)
        if person is None or len(row) <= place or rosters.is_no_student(person):
            continue
        owner = directory.find(person)
        if owner is None:
            strangers.append(person.name or person.key)
            continue
        mark = by_student[pseudonym[owner]]
        met.add(mark.student)
        if mark.state == "graded" and mark.score is not None and canonical(row[place]) != EXCUSE:
            row[place] = f"{mark.score:.2f}".replace(".", "," if comma else ".")
            count += 1
        else:
            exceptions.append(f"{owner.name or owner.key}: {row[place] or mark.state}")
    target = folder / FOLDER / path.name
    cells.private(target, _text(rows, text, part).encode(encoding))
    unmet = [people[m.student] for m in marks if m.student not in met and m.student in people]
    absent = tuple(student.name or student.key for student in unmet)
    return Receipt(target, kind, rows[0][place], count, tuple(strangers), absent, tuple(exceptions))


def check(path: Path, column: str) -> None:
    """Refuse, before anything is graded, a file that could not be filled: BatchError says why."""
    _, _, _, rows = _read(path)
    _column(path, rows[0], column)


def _read(path: Path) -> tuple[str, str, str, list[list[str]]]:
    """Return a file's text, its encoding, what parts its columns, and its cells."""
    text, encoding = rosters.read_text(path)
    part = rosters.delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=part))
    if not rows:
        raise BatchError(f"{path.name}: is empty. Export the gradebook again.")
    return text, encoding, part, rows


def _column(path: Path, header: list[str], name: str) -> tuple[str, int]:
    """Return the LMS, and the place of the column that takes the marks."""
    titles = [canonical(title) for title in header]
    for kind, (signature, takes) in KINDS.items():
        if all(title in titles for title in signature):
            mine = [place for place, title in enumerate(header) if takes(title)]
            matches = [place for place in mine if not name or name in header[place]]
            if len(matches) == 1:
                return kind, matches[0]
            names = ", ".join(repr(header[place]) for place in mine) or "none"
            raise BatchError(f"{path.name}: which column takes the marks? Name one with --column: {names}.")
    kinds = ", ".join(KINDS)
    raise BatchError(f"{path.name}: no gradebook that is known by its columns, of {kinds}.")


def _has_comma(rows: list[list[str]], part: str) -> bool:
    """Whether numbers have decimal commas: as the file's others have, else where semicolons part columns."""
    every = [cell for row in rows[1:] for cell in row]
    if any(map(DECIMAL_COMMA.match, every)):
        return True
    return part == ";" and not any(map(DECIMAL_POINT.match, every))


def _text(rows: list[list[str]], before: str, part: str) -> str:
    """Return the file, with the line ends and the quotes that it had."""
    text = io.StringIO()
    end = "\r\n" if "\r\n" in before else "\n"
    quoting: Literal[0, 1] = csv.QUOTE_ALL if before.startswith('"') else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=part, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()
