"""GitHub Classroom: a folder <assignment>-submissions with a clone <assignment>-<login> for each student."""

from __future__ import annotations

from autograder.batch.attempt import Attempt, folders, inside
from autograder.batch.people import Student
from autograder.batch.source import Source

SUFFIX = "-submissions"


def knows(names: list[str]) -> bool:
    """Whether the only folder is named so, with clones in it."""
    tops = folders(names)
    return len(tops) == 1 and next(iter(tops)).endswith(SUFFIX) and bool(_prefix(names))


def attempts(source: Source, roster: list[Student]) -> list[Attempt]:  # noqa: ARG001 - folders are logins
    """Return the clone of each student, or team."""
    names = source.names
    prefix = _prefix(names)
    clones = sorted({"/".join(name.split("/")[:2]) for name in names if name.count("/") >= 2})
    return [
        Attempt(
            (Student(login=clone.removeprefix(prefix)),), inside(clone, names), label=clone.partition("/")[2]
        )
        for clone in clones
    ]


def _prefix(names: list[str]) -> str:
    """Return what all clones' names begin with, the assignment's name and a dash, if they do."""
    top = names[0].partition("/")[0]
    prefix = f"{top}/{top.removesuffix(SUFFIX)}-"
    return prefix if all(name.startswith(prefix) for name in names) else ""
