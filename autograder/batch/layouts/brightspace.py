"""Brightspace's download: one folder an attempt, `<n>-<n> - First Last - Jan 31, 2026 1159 PM`."""

from __future__ import annotations

import re
from datetime import datetime

from autograder.batch.attempt import Attempt, folders, inside
from autograder.batch.people import Student, clean
from autograder.batch.source import Source

FOLDER = re.compile(
    r"(?P<user>\d+)-\d+ ?- ?(?P<name>.+?) ?- ?(?P<date>\w+\.? \d{1,2}, \d{4} \d{1,2}:?\d{2} [AP]M)"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def knows(names: list[str]) -> bool:
    """Whether a top folder is named so; beside them there is an index.html."""
    return any(FOLDER.fullmatch(top) for top in folders(names))


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:  # noqa: ARG001 - the folders have the names
    """Return every version of every student."""
    versions = []
    for top in folders(source.names):
        if match := FOLDER.fullmatch(top):
            student = Student(name=clean(match["name"]), lms=match["user"])
            versions.append(
                Attempt((student,), inside(top, source.names), label=top, time=_time(match["date"]))
            )
    return versions


def _time(text: str) -> str:
    """Return a date such as "Jan 31, 2026 1159 PM" in ISO 8601."""
    month, day, year, clock, half = text.replace(",", "").replace(":", "").split()
    hour, minute = int(clock[:-2]), int(clock[-2:])
    hour = hour % 12 + (12 if half == "PM" else 0)
    return datetime(int(year), MONTHS.index(month[:3]) + 1, int(day), hour, minute).isoformat()
