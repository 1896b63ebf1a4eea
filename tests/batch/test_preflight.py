"""The look at this machine before a class is graded."""

from __future__ import annotations

from contextlib import nullcontext

import msgspec
import pytest

from autograder.batch.contents import Contents
from autograder.batch.engine import preflight
from autograder.batch.engine.item import Item
from autograder.course.assignment import Assignment, load
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes

ASSIGNMENT = load(ROOT / "assignment.toml")


def examined(assignment: Assignment, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the problems that are found, with the run's own warm workers."""
    monkeypatch.setattr(preflight, "Zygotes", lambda: nullcontext(zygotes))
    return preflight.Examiner(assignment).grade_one(Item("", Contents({}), "", "")).fault


def test_this_machine_can_grade(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Student code is confined, the reference gets every point and the template none."""
    assert examined(ASSIGNMENT, zygotes, monkeypatch) == ""


def test_a_reference_without_all_points_is_said(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here because its code may not take as long as it does."""
    limits = msgspec.structs.replace(ASSIGNMENT.limits, submission_seconds=0.001)
    hurried = msgspec.structs.replace(ASSIGNMENT, limits=limits)
    assert examined(hurried, zygotes, monkeypatch).startswith("reference: 0 of 60 points")


def test_too_little_memory_is_said() -> None:
    """Before anything is started."""
    assert "processes need" in preflight.problems(ASSIGNMENT, 10_000)
