"""Blackboard's download: `<assignment>_<user>_attempt_<time>_<file>`, and a .txt for each attempt."""

from __future__ import annotations

import re
from dataclasses import replace

from autograder.batch.attempt import Attempt, Member, join
from autograder.batch.people import Student, clean
from autograder.batch.source import Source

FILE = re.compile(
    r"(?P<assignment>.+)_(?P<user>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)"
)
NAME = re.compile(r"(?m)^Name:\s*(?P<name>.+?)\s*\((?P<user>[^()]+)\)\s*$")
MAX_METADATA = 1 << 20


def knows(names: list[str]) -> bool:
    """Whether all files are flat and named so."""
    return all("/" not in name and FILE.fullmatch(name) for name in names)


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:  # noqa: ARG001 - the texts have the names
    """Return every version of every student; an attempt without a file is one too."""
    people: dict[str, str] = {}
    versions = []
    for path in source.names:
        match = FILE.fullmatch(path)
        if match is None:
            continue
        if not match["file"]:
            text = source.read(path, MAX_METADATA).decode("utf-8-sig", errors="replace")
            if name := NAME.search(text):
                people[match["user"]] = clean(name["name"])
        members = (Member(match["file"], path),) if match["file"] else ()
        label = f"{match['assignment']}_{match['user']}_attempt_{match['time']}"
        versions.append(
            Attempt((Student(login=match["user"]),), members, label=label, time=_time(match["time"]))
        )
    return [
        replace(a, students=tuple(replace(s, name=people.get(s.login, "")) for s in a.students))
        for a in join(versions)
    ]


def _time(text: str) -> str:
    """Return 2026-01-31-23-59-58 in ISO 8601."""
    parts = text.split("-")
    return f"{'-'.join(parts[:3])}T{':'.join(parts[3:])}"
