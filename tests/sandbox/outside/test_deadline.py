"""Time that the machine stood still is not the student's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from autograder.sandbox.outside.deadline import Deadline


@pytest.mark.parametrize(
    ("looks", "past", "spent"),
    [
        ([0.05 * i for i in range(1, 205)], True, 10.2),
        ([0.05 * i for i in range(1, 195)], False, 9.7),
        ([5.0, 60.0, 60.05], False, 0.05),
        ([60.0 + 0.05 * i for i in range(205)], True, 10.2),
    ],
    ids=["ten seconds", "less", "held up", "held up, then ten seconds"],
)
def test_gaps_between_looks_do_not_count(
    looks: list[float], past: bool, spent: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of ten seconds is past after ten seconds of looks, however long the machine stood still."""
    clock = iter([0.0, *looks])
    monkeypatch.setattr(
        "autograder.sandbox.outside.deadline.time", SimpleNamespace(monotonic=lambda: next(clock))
    )
    deadline = Deadline(10.0)
    verdicts = [deadline.is_past() for _ in looks]
    assert (True in verdicts, round(deadline.spent, 6)) == (past, spent)
