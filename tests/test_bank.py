"""The bank of known submissions, each graded through the real worker."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.checks import GROUPS
from autograder.checks.spec import specs
from autograder.diagnosis.bank import Specimen
from autograder.grading import grade
from autograder.sandbox.outside.hosts import Zygotes
from tests.support.bank import code_alone, specimens

ASSIGNMENT = code_alone()
RIGHT, WRONG = specimens("right"), specimens("wrong")
IDENTITIES = ("one", "another")
CHECKS = {spec.id for spec in specs(group for group in GROUPS if group.listed(ASSIGNMENT))}


def statuses(submission: Specimen, zygotes: Zygotes, identity: str) -> tuple[float, dict[str, str], set[str]]:
    """Grade a known submission and return its score, each check's status, and what was diagnosed."""
    graded = grade(submission.path, ASSIGNMENT, zygotes, identity=identity)
    assert not graded.fault
    rows: list[dict[str, Any]] = [row["extra_data"] for row in graded.results["tests"]]
    assert "diagnosis_fault" not in graded.results["extra_data"]
    diagnosed = {row["diagnosis"] for row in rows if "diagnosis" in row}
    return graded.results["score"], {row["check"]: row["status"] for row in rows}, diagnosed


@pytest.mark.parametrize("identity", IDENTITIES)
@pytest.mark.parametrize("submission", RIGHT, ids=lambda s: s.name)
def test_right_submissions_pass_every_check(submission: Specimen, identity: str, zygotes: Zygotes) -> None:
    """A right submission has full marks."""
    score, seen, diagnosed = statuses(submission, zygotes, identity)
    assert diagnosed == set()
    assert dict.fromkeys(CHECKS, "passed") == seen
    assert sum(ASSIGNMENT.points.values()) == score


@pytest.mark.parametrize("submission", WRONG, ids=lambda s: s.name)
def test_wrong_submissions_fail_the_named_checks_with_one_score(
    submission: Specimen, zygotes: Zygotes
) -> None:
    """It fails the checks that it names and no other, at a score that no seed moves; its idea is named."""
    first, again = (statuses(submission, zygotes, identity) for identity in IDENTITIES)
    failed = {check for check, status in first[1].items() if status == "failed"}
    assert set(submission.fails) == failed
    assert first == again
    assert {submission.diagnosis} - {""} == first[2]


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


def test_the_bank_holds_julia() -> None:
    """At least 8 right and 12 wrong submissions are in Julia."""
    right, wrong = (sum(s.name.startswith("jl_") for s in bank) for bank in (RIGHT, WRONG))
    assert right >= 8
    assert wrong >= 12


def test_the_bank_holds_notebooks_and_classes() -> None:
    """At least 5 right and 3 wrong submissions are notebooks; others are methods, or cannot be run whole."""
    right, wrong = (sum(s.path.suffix == ".ipynb" for s in bank) for bank in (RIGHT, WRONG))
    assert right >= 5
    assert wrong >= 3
