"""nbgrader: submitted/<student>/<assignment>/, or inbound/<student>+<assignment>+<time>+<random>/."""

from __future__ import annotations

import re

from autograder.batch.attempt import Attempt, Member
from autograder.batch.people import BatchError, Student, clean
from autograder.batch.source import Source

TIMESTAMP = "timestamp.txt"
SUBMISSION = re.compile(r"(?:submitted/)?(?P<student>[^/+]+)/(?P<assignment>[^/+]+)/(?P<file>.+)")
INBOX = re.compile(
    r"(?:inbound/)?(?P<student>[^/+]+)\+(?P<assignment>[^/+]+)\+(?P<time>[^/+]+)(?:\+[^/]*)?/(?P<file>.+)"
)


def knows(names: list[str]) -> bool:
    """Whether there are time stamps where nbgrader leaves them."""
    stamps = [name for name in names if name.endswith(f"/{TIMESTAMP}")]
    return any(
        INBOX.fullmatch(name) or ((match := SUBMISSION.fullmatch(name)) and match["file"] == TIMESTAMP)
        for name in stamps
    )


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:  # noqa: ARG001 - folders are logins
    """Return every version of every student, of the only assignment that is there."""
    versions: dict[tuple[str, str], list[Member]] = {}
    assignments: set[str] = set()
    stamps: dict[tuple[str, str], str] = {}
    for path in source.names:
        match = INBOX.fullmatch(path) or SUBMISSION.fullmatch(path)
        if match is None:
            continue
        assignments.add(match["assignment"])
        key = (match["student"], match.groupdict().get("time") or "")
        members = versions.setdefault(key, [])
        if match["file"] == TIMESTAMP:
            stamps[key] = _iso(source.read(path, 1000).decode(errors="replace"))
        else:
            members.append(Member(match["file"], path))
    if len(assignments) > 1:
        raise BatchError(f"It holds several assignments: {', '.join(sorted(assignments))}. Give one of them.")
    return [
        Attempt(
            (Student(login=clean(student)),),
            tuple(members),
            label=student,
            time=stamps.get((student, time), _iso(time)),
        )
        for (student, time), members in versions.items()
    ]


def _iso(text: str) -> str:
    """Return "2026-01-31 23:59:59.123456 UTC" in ISO 8601 to the second."""
    return text.strip().replace(" ", "T", 1)[:19]
