"""The bank of known submissions, each graded through the real worker."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.assignment import load
from autograder.checks import GROUPS
from autograder.grading import Zygotes, grade
from autograder.sandbox.warm import ROOT
from tests.bank import Known, known

ASSIGNMENT = load(ROOT / "assignment.toml")
RIGHT, WRONG = known("right"), known("wrong")
IDENTITIES = ("one", "another")
CHECKS = {name.removeprefix("test_") for group in GROUPS for name in dir(group) if name.startswith("test_")}


def statuses(submission: Known, zygotes: Zygotes, identity: str) -> tuple[float, dict[str, str]]:
    """Grade a known submission and return its score and each check's status."""
    graded = grade(submission.path, ASSIGNMENT, zygotes, identity=identity)
    assert not graded.fault
    rows: list[dict[str, Any]] = [row["extra_data"] for row in graded.results["tests"]]
    return graded.results["score"], {row["check"]: row["status"] for row in rows}


@pytest.mark.parametrize("identity", IDENTITIES)
@pytest.mark.parametrize("submission", RIGHT, ids=lambda s: s.name)
def test_right_submissions_pass_every_check(submission: Known, identity: str, zygotes: Zygotes) -> None:
    """A right submission has full marks."""
    score, seen = statuses(submission, zygotes, identity)
    assert dict.fromkeys(CHECKS, "passed") == seen
    assert sum(ASSIGNMENT.points.values()) == score


@pytest.mark.parametrize("submission", WRONG, ids=lambda s: s.name)
def test_wrong_submissions_fail_the_named_checks_with_one_score(submission: Known, zygotes: Zygotes) -> None:
    """A wrong submission fails the checks that it names and no other, with a score that no seed moves."""
    first, again = (statuses(submission, zygotes, identity) for identity in IDENTITIES)
    failed = {check for check, status in first[1].items() if status == "failed"}
    assert set(submission.fails) == failed
    assert first == again


def test_every_check_is_proved_by_a_submission_that_fails_nothing_else() -> None:
    """For every check there is a wrong submission whose one mistake fails it alone."""
    assert {s.fails[0] for s in WRONG if len(s.fails) == 1} == CHECKS


def test_the_bank_is_large_enough_and_says_what_each_submission_is() -> None:
    """At least 16 right and 50 wrong submissions, each with its own one-line docstring."""
    titles = [s.title for s in RIGHT + WRONG]
    assert len(RIGHT) >= 16
    assert len(WRONG) >= 50
    assert all("\n" not in title for title in titles)
    assert len(set(titles)) == len(titles)
