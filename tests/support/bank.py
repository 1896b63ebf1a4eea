"""Where the tests find the known submissions, by their kind, and what those of code are graded by."""

from __future__ import annotations

from autograder.course.assignment import Assignment, load
from autograder.diagnosis import bank
from autograder.diagnosis.bank import Specimen
from autograder.paths import ROOT

FOLDER = bank.BANK


def code_alone() -> Assignment:
    """Return the default assignment without its written part."""
    return bank.code_alone(load(ROOT / "assignment.toml"))


def specimens(kind: str) -> list[Specimen]:
    """Return the known submissions of a kind, right or wrong, in order of their names."""
    return bank.specimens(FOLDER / kind)
