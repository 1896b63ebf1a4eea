"""What people have decided on marks: read from TOML, kept in the out folder, put in place of the grader's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from autograder.batch.outputs import cells
from autograder.batch.outputs.people import People
from autograder.batch.people import BatchError, Student
from autograder.batch.records.marks import TOTAL, Decision, Decisions
from autograder.batch.roster import Directory
from autograder.course.assignment import Assignment
from autograder.grading import not_graded

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "decisions.json"
REMEDY = "Write [[override]] with student, check, mark, reason and author."
Text = Annotated[str, Meta(min_length=1)]


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One [[override]]: the student by pseudonym, number, mail, login or name."""

    student: Text
    check: Text
    mark: Annotated[float, Meta(ge=0, le=1e6)]
    reason: Text
    author: Text


class Overrides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    override: list[Override] = []


def load(path: Path, people: People, most: dict[str, float]) -> Decisions:
    """Read overrides; BatchError names what is wrong: a student, a check or a mark that cannot be.

    `most` has the points of each check.
    """
    try:
        overrides = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Overrides)
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BatchError(f"{path.name}: {error}. {REMEDY}") from error
    directory = Directory(list(people.values()))
    by_student = {student: pseudonym for pseudonym, student in people.items()}
    decisions = Decisions()
    for one in overrides.override:
        student = one.student
        if student not in people:
            match = directory.find(_anyhow(student))
            if match is None:
                raise BatchError(
                    f"{path.name}: student = {student!r}: nobody, or not one alone, is called so."
                )
            student = by_student[match]
        if one.check != TOTAL and one.check not in most:
            raise BatchError(f"{path.name}: check = {one.check!r}: use {TOTAL} or one of {', '.join(most)}.")
        limit = sum(most.values()) if one.check == TOTAL else most[one.check]
        if one.mark > limit:
            raise BatchError(f"{path.name}: mark = {one.mark:g}: {one.check} has {limit:g} points.")
        decisions[student, one.check] = Decision(student, one.check, one.mark, one.reason, one.author)
    return decisions


def points(assignment: Assignment) -> dict[str, float]:
    """Return the points that each check of an assignment has."""
    rows = not_graded(assignment, "").results["tests"]
    return {row["extra_data"]["check"]: row["max_score"] for row in rows if "max_score" in row}


def keep(folder: Path, decisions: Decisions) -> None:
    """Write decisions down, so that the next run has them without being told again."""
    text = json.dumps([decision._asdict() for decision in decisions.values()], indent=1, ensure_ascii=False)
    cells.private(folder / FILE, text.encode())


def last(folder: Path) -> Decisions:
    """Return the decisions of the last run that was given any."""
    try:
        rows = [Decision(**one) for one in json.loads((folder / FILE).read_bytes())]
    except FileNotFoundError:
        return Decisions()
    return Decisions({(one.student, one.check): one for one in rows})


def _anyhow(text: str) -> Student:
    """Return somebody who is called so, in whatever way."""
    return Student(name=text, number=text, email=text, login=text)
