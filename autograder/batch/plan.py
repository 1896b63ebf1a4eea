"""Which version of each student's hand-in counts: every student once, every ambiguity refused by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from autograder.batch import layouts
from autograder.batch.attempt import Attempt
from autograder.batch.layouts import plain
from autograder.batch.people import BatchError, Student, slug
from autograder.batch.roster import Directory
from autograder.batch.source import Source, open_source

Version = Literal["latest", "best", "first"]
MAX_FILES = 4
FRACTION = re.compile(r"\.\d+")  # of a second


@dataclass(frozen=True)
class Entry:
    """One hand-in, of a student or of a group, with its versions from the first to the last."""

    students: tuple[Student, ...]
    attempts: tuple[Attempt, ...]
    on_roster: bool = True

    def selection(self, version: Version) -> tuple[Attempt, ...]:
        """Return the versions to be graded: one, or all where the best is to count."""
        if version == "best" or not self.attempts:
            return self.attempts
        return (self.attempts[0 if version == "first" else -1],)


@dataclass(frozen=True)
class Plan:
    """The whole class in order; `source` is what its attempts' paths are read from."""

    layout: str
    source: Source
    entries: tuple[Entry, ...]
    version: Version

    def lines(self) -> Iterator[str]:
        """Say for each student which files there are and which version is graded."""
        for entry in self.entries:
            who = " and ".join(_label(student) for student in entry.students)
            beside = "" if entry.on_roster else " (not on the roster)"
            if not entry.attempts:
                yield f"{who}: nothing handed in"
                continue
            selection = entry.selection(self.version)
            for number, attempt in enumerate(entry.attempts, start=1):
                mark = "graded" if attempt in selection else "left"
                label = f"version {number} of {len(entry.attempts)}"
                late = ", late" if attempt.late else ""
                when = f" of {FRACTION.sub('', attempt.time)}" if attempt.time else ""
                yield f"{who}{beside}: {_files(attempt)} -> {label}{when}{late}, {mark}"
                yield from (f"    {note}" for note in attempt.notes)


def load(path: Path, roster: list[Student], *, pattern: str = "", version: Version = "latest") -> Plan:
    """Read a class; BatchError names what is ambiguous in it, or cannot be read."""
    source = open_source(path)
    if pattern:
        layout, versions = "pattern", plain.by_pattern(source, pattern)
    else:
        kind, source = layouts.recognise(source)
        layout, versions = kind.name, kind.attempts(source, roster)
    if not versions:
        raise BatchError(f"{path.name}: no hand-in was found in the layout {layout}. Try --pattern.")
    return Plan(layout, source, tuple(_entries(versions, roster)), version)


def _entries(versions: list[Attempt], roster: list[Student]) -> Iterator[Entry]:
    """Yield the hand-ins in order of their students, then those who handed nothing in."""
    directory = Directory(roster)
    groups: dict[str, tuple[Student, ...]] = {}
    for student in roster:
        if student.group:
            groups[slug(student.group)] = (*groups.get(slug(student.group), ()), student)
    by_owner: dict[tuple[str, ...], list[Attempt]] = defaultdict(list)
    for attempt in versions:
        members = groups.get(slug(attempt.group or attempt.students[0].name), ())
        owners = members or tuple(_merge(directory.find(one), one) for one in attempt.students)
        whole = replace(
            attempt, students=owners, group=attempt.group or ("" if not members else attempt.label)
        )
        by_owner[whole.owner].append(whole)
    _refuse_two_of_one(by_owner)
    there: set[str] = set()
    for _, attempts in sorted(by_owner.items()):
        in_order = sorted(attempts, key=lambda attempt: (attempt.time, attempt.order))
        _refuse_equal(in_order)
        students = in_order[-1].students
        there |= {student.key for student in students}
        on_roster = not roster or any(directory.find(student) for student in students)
        yield Entry(students, tuple(in_order), on_roster)
    for student in roster:
        if student.key not in there:
            yield Entry((student,), ())


def _merge(official: Student | None, claim: Student) -> Student:
    """Return a student of the roster with what only the hand-in says."""
    if official is None:
        return claim
    return Student(
        *(getattr(official, name) or getattr(claim, name) for name in Student.__dataclass_fields__)
    )


def _refuse_two_of_one(by_owner: dict[tuple[str, ...], list[Attempt]]) -> None:
    """Refuse a student who is in two groups, or in one and alone, and two students of one name."""
    owners: dict[str, tuple[str, ...]] = {}
    for owner, attempts in by_owner.items():
        for student in {student for attempt in attempts for student in attempt.students}:
            if owners.setdefault(student.key, owner) != owner:
                labels = sorted({a.label for o in (owners[student.key], owner) for a in by_owner[o]})
                raise BatchError(
                    f"{_label(student)}: has hand-ins of several owners, {', '.join(labels)}. Leave one of "
                    "them in the source, or tell them apart with --pattern."
                )
        numbers = {student.lms for attempt in attempts for student in attempt.students}
        if len(attempts[0].students) == 1 and len(numbers) > 1:
            raise BatchError(
                f"{_label(attempts[0].students[0])}: could be several students, with the numbers "
                f"{', '.join(sorted(numbers))}. Give --roster with a column that tells them apart."
            )


def _refuse_equal(attempts: list[Attempt]) -> None:
    """Refuse two versions of which nothing says which is the later."""
    for one, other in pairwise(attempts):
        if (one.time, one.order) == (other.time, other.order):
            raise BatchError(
                f"{' and '.join(map(_label, one.students))}: nothing says which is later, {one.label} or "
                f"{other.label}. Leave one of them out, or give --pattern with a group time or version."
            )


def _files(attempt: Attempt) -> str:
    names = sorted(member.name for member in attempt.members)
    more = f" and {len(names) - MAX_FILES} more" if len(names) > MAX_FILES else ""
    return (", ".join(names[:MAX_FILES]) + more) or "no file"


def _label(student: Student) -> str:
    beside = [text for text in (student.number, student.email, student.login, student.lms) if text][:1]
    return f"{student.name} ({beside[0]})" if student.name and beside else student.key
