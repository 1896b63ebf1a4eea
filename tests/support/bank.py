"""Where the tests find the known submissions, by their kind, and what those of code are graded by."""

from __future__ import annotations

from autograder.course.assignment import Assignment, load
from autograder.diagnosis import known as files
from autograder.diagnosis.known import Known
from autograder.paths import ROOT

FOLDER = files.BANK


def code_alone() -> Assignment:
    """Return the default assignment without its written part."""
    return files.code_alone(load(ROOT / "assignment.toml"))


def known(kind: str) -> list[Known]:
    """Return the known submissions of a kind, right or wrong, in order of their names."""
    return files.known(FOLDER / kind)
