"""Moodle's "Download all submissions": `Full Name_<number>_assignsubmission_file`, folders or flat files."""

from __future__ import annotations

import re

from autograder.batch.attempt import Attempt, Member, join
from autograder.batch.people import Student, clean
from autograder.batch.source import Source

PREFIX = re.compile(
    r"(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<plugin>file|onlinetext)_?(?:/|(?<=_)|\Z)(?P<file>.*)"
)


def knows(names: list[str]) -> bool:
    """Whether most top names are Moodle's."""
    return sum(bool(PREFIX.fullmatch(name)) for name in names) > len(names) / 2


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:
    """Return the version of each participant, or team: Moodle gives the latest alone."""
    by_number = {student.lms: student for student in roster if student.lms}
    versions = []
    for path in source.names:
        if match := PREFIX.fullmatch(path):
            number = match["number"] or ""
            student = by_number.get(number) or Student(name=clean(match["name"]), lms=number)
            label = path.partition("/")[0] if "/" in path else path[: match.start("file")]
            versions.append(Attempt((student,), (Member(match["file"], path),), label=label))
    return join(versions)
