"""How each LMS lays a class out: a layout says whether it knows the names, and who handed in what.

A layout is a module with `knows(names)` and `attempts(source, roster)`; `ORDER` has the surest first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from autograder.batch.attempt import Attempt
from autograder.batch.layouts import (
    blackboard,
    brightspace,
    canvas,
    classroom,
    gradescope,
    moodle,
    nbgrader,
    plain,
)
from autograder.batch.people import BatchError, Student
from autograder.batch.source import Source


class Layout(NamedTuple):
    """A layout's name, whether it knows the names of a source, and what it reads of one."""

    name: str
    knows: Callable[[list[str]], bool]
    attempts: Callable[[Source, list[Student]], list[Attempt]]


ORDER = tuple(
    Layout(name, module.knows, module.attempts)
    for name, module in (
        ("gradescope", gradescope),
        ("brightspace", brightspace),
        ("moodle", moodle),
        ("blackboard", blackboard),
        ("nbgrader", nbgrader),
        ("canvas", canvas),
        ("classroom", classroom),
        ("plain", plain),
    )
)


class Subfolder:
    """A source's only folder as a source: what some zips wrap everything in."""

    def __init__(self, source: Source, folder: str) -> None:
        self._source, self._folder = source, folder

    @property
    def names(self) -> list[str]:
        """All files below the folder."""
        return [name.removeprefix(f"{self._folder}/") for name in self._source.names]

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's content."""
        return self._source.read(f"{self._folder}/{name}", limit)


def recognise(source: Source) -> tuple[Layout, Source]:
    """Return the layout of a source, and the source without the folder that wraps all of it."""
    names = source.names
    if not names:
        raise BatchError("There is no file in it. Give the export as it was downloaded, or its folder.")
    certain = [layout for layout in ORDER[:-1] if layout.knows(names)]
    if certain:
        return certain[0], source
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and all("/" in name for name in names):
        inner = Subfolder(source, tops.pop())
        if any(layout.knows(inner.names) for layout in ORDER[:-1]) or _holds_students(inner.names):
            return recognise(inner)
    return ORDER[-1], source


def _holds_students(names: list[str]) -> bool:
    """Whether a folder holds folders alone: students', and not one student's files."""
    return all("/" in name for name in names)
