"""Folders and files that somebody has collected: each at the top is one student's, called so.

Or as a pattern says: a regular expression over each file's path, with named groups.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from autograder.batch.attempt import Attempt, Member, base, folders, inside, join
from autograder.batch.people import BatchError, Student, clean
from autograder.batch.source import Source

GROUPS = ("student", "name", "file", "time", "version", "group", "email", "login", "identity")
CODE = (".py", ".ipynb", ".jl", ".zip", ".tex", ".md", ".pdf")


def knows(names: list[str]) -> bool:  # noqa: ARG001 - it takes what no other layout knows
    """Whether this layout will do: always."""
    return True


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:  # noqa: ARG001 - the names are all there is
    """Return a version for each folder and each file of code at the top."""
    versions, files = [], []
    for top, names in folders(source.names).items():
        if top:
            versions.append(Attempt((Student(login=clean(top)),), inside(top, names), label=top))
            continue
        for name in names:
            path = PurePosixPath(name)
            if path.suffix.lower() in CODE:
                member = Member("vae" + path.suffix if path.suffix in CODE[:3] else name, name)
                files.append(Attempt((Student(login=clean(path.stem)),), (member,), label=name))
    return versions + join(files)


def by_pattern(source: Source, pattern: str) -> list[Attempt]:
    """Return the versions that a pattern finds; BatchError for one that is none, or that finds nothing."""
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise BatchError(f"--pattern {pattern!r}: no regular expression ({error}).") from error
    unknown = sorted(set(expression.groupindex) - set(GROUPS))
    if "student" not in expression.groupindex or unknown:
        names = ", ".join(unknown) or "no group student"
        raise BatchError(f"--pattern {pattern!r}: {names}. Name groups of {', '.join(GROUPS)}.")
    versions = [
        _attempt(path, {k: v or "" for k, v in match.groupdict().items()})
        for path in source.names
        if (match := expression.fullmatch(path))
    ]
    if not versions:
        raise BatchError(f"--pattern {pattern!r} fits no file, such as {source.names[0]!r}.")
    return join(versions)


def _attempt(path: str, groups: dict[str, str]) -> Attempt:
    student = Student(
        name=clean(groups.get("name", "")),
        number=clean(groups["student"]),
        email=clean(groups.get("email", "")),
        login=clean(groups.get("login", "")),
    )
    version = groups.get("version", "")
    return Attempt(
        (student,),
        (Member(groups.get("file") or base(path), path),),
        label=groups["student"],
        time=groups.get("time", ""),
        order=int(version) if version.isdigit() else 0,
        identity=groups.get("identity", ""),
        group=groups.get("group", ""),
    )
