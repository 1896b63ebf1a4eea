"""What is asked of a submission for its plots, and what that changes: nothing."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest

from autograder.arrays import Float64
from autograder.course.assignment import Assignment
from autograder.grading import grade
from autograder.report.observation import Flow, Lines, Observation, observe
from autograder.report.public import public
from autograder.report.student import Report
from autograder.sandbox.outside.errors import GraderFault
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session.session import Session
from tests.support.oracle import REFERENCE
from tests.support.reports import ASSIGNMENT, SUBMISSIONS

EXPECTED = public(REFERENCE)
# Ten seconds of a loop without an end would show no more.
SHORT = msgspec.structs.replace(ASSIGNMENT, limits=msgspec.structs.replace(ASSIGNMENT.limits, call_seconds=2))
TOLERANCE = {"right/np_randn.py": 1e-9, "right/randn_like.py": 1e-4}


def observed(submission: str, zygotes: Zygotes, assignment: Assignment = ASSIGNMENT) -> Observation:
    """Grade a known submission and look at it."""
    seen: list[Observation] = []
    graded = grade(
        SUBMISSIONS / submission,
        assignment,
        zygotes,
        on_graded=lambda session: seen.append(observe(session, EXPECTED)),
    )
    assert graded.fault == ""
    return seen[0]


def numbers(found: Float64 | str | None) -> Float64:
    """Return what was observed, which must be numbers."""
    assert isinstance(found, np.ndarray)
    return found


@pytest.mark.parametrize("submission", TOLERANCE)
def test_a_right_submission_gives_what_is_expected(submission: str, zygotes: Zygotes) -> None:
    """In NumPy, by moves at the same noise, and in PyTorch, by gradients."""
    seen, close = observed(submission, zygotes), TOLERANCE[submission]
    line = EXPECTED.line
    noise = numbers(seen.noise)
    assert noise.shape == (4, 16, 16)
    assert np.unique(noise).size == noise.size
    assert isinstance(seen.flow, Flow)
    assert seen.flow.by_gradients == (submission == "right/randn_like.py")
    for pair in seen.flow.pairs.values():
        assert np.allclose(pair.observed, pair.expected, atol=close)
    for name, sweep in EXPECTED.sweeps.items():
        assert np.allclose(numbers(seen.kl[name]), sweep.kl, atol=close)
    assert isinstance(seen.lines, Lines)
    right = line.intercept + np.outer(line.betas, line.slope)
    assert np.allclose(seen.lines.elbo, right, atol=close)
    assert np.allclose(numbers(seen.lines.own_slope), line.slope, atol=close)


@pytest.mark.parametrize(
    ("submission", "part", "told"),
    [
        ("odd/missing_function", "kl", "vae.py defines no function kl_divergence."),
        ("odd/infinite_loop_call", "noise", "Stopped after 2 s while calling reparameterize."),
        ("allowed/fresh_entropy.py", "flow", "Your noise cannot be repeated from outside"),
        ("wrong/kl_not_reduced.py", "kl", "Observed: shape (5, 3)"),
        ("wrong/sampler_tuple.py", "noise", "Observed: your function returned a tuple"),
    ],
)
def test_what_is_missing_is_told_in_the_words_of_the_tests(
    submission: str, part: str, told: str, zygotes: Zygotes
) -> None:
    """With its message, as the public case showed it, although hidden cases have come since."""
    found = getattr(observed(submission, zygotes, SHORT), part)
    texts = list(found.values()) if isinstance(found, dict) else [found]
    assert [text[: len(told)] for text in texts] == [told] * len(texts)


def without_times(results: dict[str, Any]) -> list[Any]:
    """Return what a report could have changed: every row but its time."""
    rows = [row | {"extra_data": row["extra_data"] | {"seconds": 0}} for row in results["tests"]]
    return [*rows, results["score"], results["output"], results["extra_data"]["seeds"]]


@pytest.mark.parametrize("submission", ["right/np_randn.py", "wrong/sampler_cached_noise.py"])
def test_a_report_changes_no_result(submission: str, zygotes: Zygotes) -> None:
    """The same rows, seeds and p-values with and without one."""
    path, report = SUBMISSIONS / submission, Report()
    with_report = grade(path, ASSIGNMENT, zygotes, on_graded=report.observe).results
    assert without_times(with_report) == without_times(grade(path, ASSIGNMENT, zygotes).results)


def test_a_fault_of_the_report_changes_no_result(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The points stay, and the traceback is kept for whoever ran it."""

    def broken(_session: Session, *_: object, **__: object) -> None:
        raise GraderFault("the worker could not be confined")

    def report_on(session: Session) -> None:
        monkeypatch.setattr(Session, "call", broken)
        report.observe(session)

    report = Report()
    graded = grade(SUBMISSIONS / "right/np_randn.py", ASSIGNMENT, zygotes, on_graded=report_on)
    assert (graded.fault, graded.results["score"]) == ("", 60)
    assert "the worker could not be confined" in report.fault
