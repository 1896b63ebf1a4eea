"""One version of one hand-in: who handed in which files when, as the LMS tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from autograder.batch.people import Student


@dataclass(frozen=True)
class Member:
    """A file of a hand-in: its name as the student knows it, and its name in the source."""

    name: str
    path: str


@dataclass(frozen=True)
class Record:
    """A mark that the platform has recorded, at a time; `checks` has its tests' points by their names."""

    time: str
    score: float | None
    checks: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Attempt:
    """One version of one student's hand-in, or of a group's.

    `time` is ISO 8601 as far as known and sorts versions together with `order`. `identity` is the platform's
    own number of the submission, from which its seeds come; `label` the name that the platform takes feedback
    by. `past` are marks of earlier versions whose files are not there.
    """

    students: tuple[Student, ...]
    members: tuple[Member, ...]
    label: str
    time: str = ""
    order: int = 0
    identity: str = ""
    late: bool = False
    group: str = ""
    notes: tuple[str, ...] = ()
    record: Record | None = None
    past: tuple[Record, ...] = ()

    @property
    def owner(self) -> tuple[str, ...]:
        """What all versions of one hand-in share."""
        return (self.group,) if self.group else tuple(sorted(student.key for student in self.students))


def inside(folder: str, names: list[str]) -> tuple[Member, ...]:
    """Return the files below a folder of the source, by their names in it."""
    prefix = f"{folder}/" if folder else ""
    return tuple(Member(name.removeprefix(prefix), name) for name in names if name.startswith(prefix))


def folders(names: list[str]) -> dict[str, list[str]]:
    """Return the files by the top folder that they are in; those at the top are under an empty name."""
    files: dict[str, list[str]] = {}
    for name in names:
        top, slash, _ = name.partition("/")
        files.setdefault(top if slash else "", []).append(name)
    return files


def join(attempts: list[Attempt]) -> list[Attempt]:
    """Join attempts of one owner, time and order, which an LMS gave file by file."""
    by_key: dict[tuple[object, ...], Attempt] = {}
    for attempt in attempts:
        key = (attempt.owner, attempt.time, attempt.order)
        if earlier := by_key.get(key):
            attempt = replace(
                earlier,
                members=earlier.members + attempt.members,
                late=earlier.late or attempt.late,
                notes=earlier.notes + attempt.notes,
            )
        by_key[key] = attempt
    return list(by_key.values())


def base(path: str) -> str:
    """Return the last part of a name."""
    return PurePosixPath(path).name
