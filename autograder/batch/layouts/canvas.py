"""Canvas' "Download Submissions": flat files, whose names hold the student and two numbers.

`<sortable name>[_LATE]_<user>_<attachment>_<file>`, or `[LATE_]anon_<id>_<attachment>_<file>`. A group's name
may hold digits and underscores itself, so that a name can be read in several ways: then the numbers that are
known decide, and where they do not, the file is refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from autograder.batch.attempt import Attempt, Member, join
from autograder.batch.people import BatchError, Student, slug
from autograder.batch.source import Source

ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<user>[^_]+)_(?P<attachment>\d+)_(?P<file>.+)")
NUMBERS = re.compile(r"_(?=(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+))")
RESUBMISSION = re.compile(r"(?P<stem>.+?)-(?P<time>\d+)(?P<rest>(?:\.\w+)+)")


@dataclass(frozen=True)
class Name:
    """One way to read a file's name."""

    owner: str
    user: str
    attachment: str
    file: str
    late: bool = False
    anonymous: bool = False


def knows(names: list[str]) -> bool:
    """Whether all files are flat and named so."""
    return all("/" not in name and (ANONYMOUS.fullmatch(name) or readings(name)) for name in names)


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:
    """Return the version of each student: Canvas gives the latest alone."""
    names = source.names
    users = {student.lms for student in roster if student.lms}
    users |= {ways[0].user for name in names if len(ways := readings(name)) == 1}
    every = {name: _certain(name, users) for name in names}
    by_lms = {student.lms: student for student in roster if student.lms}
    return [_with_own_names(attempt) for attempt in join([_attempt(n, e, by_lms) for n, e in every.items()])]


def readings(name: str) -> list[Name]:
    """Return all ways to read a file's name, the shortest owner first."""
    if anonymous := ANONYMOUS.fullmatch(name):
        user, attachment, file, late = anonymous.group("user", "attachment", "file", "late")
        return [Name("", user, attachment, file, bool(late), True)]
    ways = []
    for match in NUMBERS.finditer(name):
        owner = name[: match.start()]
        if owner:
            late = owner.endswith("_LATE")
            ways.append(
                Name(owner.removesuffix("_LATE"), match["user"], match["attachment"], match["file"], late)
            )
    return ways


def _certain(name: str, users: set[str]) -> Name:
    ways = readings(name)
    certain = [way for way in ways if way.user in users] if len(ways) > 1 else ways
    late = [way for way in ways if way.late]
    if len(certain) != 1 and len(late) == 1:
        certain = late
    if len(certain) != 1:
        choices = " or ".join(f"user {way.user} with {way.file}" for way in ways)
        raise BatchError(
            f"{name}: could be {choices}. Give --roster with the gradebook's CSV, whose column ID decides."
        )
    return certain[0]


def _attempt(path: str, name: Name, roster: dict[str, Student]) -> Attempt:
    student = roster.get(name.user) or Student(name=name.owner, lms=name.user)
    alone = name.anonymous or sorted(slug(student.name)) == sorted(slug(name.owner))
    return Attempt(
        students=(student,),
        members=(Member(name.file, path),),
        label=path.removesuffix(name.file),
        late=name.late,
        group="" if alone else name.owner,
    )


def _with_own_names(attempt: Attempt) -> Attempt:
    """Give files their own names back, where Canvas has numbered a later version: vae-1.py is vae.py."""
    latest: dict[str, tuple[int, Member]] = {}
    notes = list(attempt.notes)
    for member in attempt.members:
        match = RESUBMISSION.fullmatch(member.name)
        name, time = (match["stem"] + match["rest"], int(match["time"])) if match else (member.name, 0)
        if match:
            notes.append(f"{member.name} was handed in as {name}")
        if name not in latest or latest[name][0] < time:
            latest[name] = (time, Member(name, member.path))
    members = tuple(member for _, member in latest.values())
    return replace(attempt, members=members, notes=tuple(notes))
