"""The bank of known submissions, each graded through the real worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.checks import GROUPS
from autograder.checks.spec import specs
from autograder.diagnosis.bank import Specimen
from autograder.grading import grade
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session.session import Session
from tests.support.bank import code_alone, specimens
from tests.support.draws import FEW
from tests.support.regrading import regraded

Marks = tuple[float, dict[str, str]]  # the score, and the status of each check

ASSIGNMENT = code_alone()
RIGHT, WRONG = specimens("right"), specimens("wrong")
IDENTITIES = ("one", "another")
# They count their calls, so that each identity meets them in a process of its own.
COUNTING = ("kl_right_at_first", "np_sampler_right_for_long", "sampler_right_at_first")
CHECKS = {spec.id for spec in specs(group for group in GROUPS if group.applies(ASSIGNMENT))}
FULL: Marks = (sum(ASSIGNMENT.points.values()), dict.fromkeys(CHECKS, "passed"))


def paces(submission: Specimen, identity: str) -> dict[str, list[str]]:
    """Return few draws for what is wrong elsewhere than in its sampler, or is right, the second time."""
    if not submission.fails:
        return {} if identity == IDENTITIES[0] else FEW
    return {} if any(check.startswith("sampler") for check in submission.fails) else FEW


def nothing(_: Session) -> None:
    """Let a session end when its checks have."""


def graded(submission: Specimen, zygotes: Zygotes) -> tuple[list[Marks], set[str]]:
    """Grade a submission under each identity, in one process; return its marks and what was diagnosed."""
    first, *others = IDENTITIES
    again: list[dict[str, Any]] = []

    def judge(session: Session) -> None:
        again.extend(regraded(session, identity, paces(submission, identity)) for identity in others)

    counts = submission.name in COUNTING
    results = _results(submission, zygotes, first, nothing if counts else judge)
    again += [_results(submission, zygotes, identity) for identity in others] if counts else []
    diagnosed = {row["extra_data"].get("diagnosis", "") for row in results["tests"]} - {""}
    return [_marks(r) for r in (results, *again)], diagnosed


def _results(
    submission: Specimen, zygotes: Zygotes, identity: str, judge: Callable[[Session], None] = nothing
) -> dict[str, Any]:
    speed = paces(submission, identity)
    outcome = grade(submission.path, ASSIGNMENT, zygotes, identity=identity, paces=speed, on_graded=judge)
    assert not outcome.fault
    assert "diagnosis_fault" not in outcome.results["extra_data"]
    return outcome.results


def _marks(results: dict[str, Any]) -> Marks:
    rows = [row["extra_data"] for row in results["tests"]]
    return results["score"], {row["check"]: row["status"] for row in rows}


@pytest.mark.parametrize("submission", RIGHT, ids=lambda s: s.name)
def test_right_submissions_pass_every_check(submission: Specimen, zygotes: Zygotes) -> None:
    """A right submission has full marks, under every identity: with all draws, and with a slow one's few."""
    marks, diagnosed = graded(submission, zygotes)
    assert [FULL] * len(IDENTITIES) == marks
    assert diagnosed == set()


@pytest.mark.parametrize("submission", WRONG, ids=lambda s: s.name)
def test_wrong_submissions_fail_the_named_checks_with_one_score(
    submission: Specimen, zygotes: Zygotes
) -> None:
    """It fails the checks that it names and no other, at a score that no seed moves; its idea is named."""
    (first, again), diagnosed = graded(submission, zygotes)
    failed = {check for check, status in first[1].items() if status == "failed"}
    assert set(submission.fails) == failed
    assert first == again
    assert {submission.diagnosis} - {""} == diagnosed


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
