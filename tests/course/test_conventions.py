"""Conventions: what a course may choose."""

from __future__ import annotations

from autograder.course.assignment import load
from autograder.course.conventions import Conventions
from autograder.paths import ROOT


def test_the_project_has_the_default() -> None:
    """assignment.toml writes the default convention out."""
    assert load(ROOT / "assignment.toml").conventions == Conventions()
