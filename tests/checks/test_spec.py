"""A check as it is written: what its decorators and docstring say, read once."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from autograder.checks import GROUPS
from autograder.checks.base import Check
from autograder.checks.outcome import Outcome, run
from autograder.checks.spec import in_turn, specs
from autograder.sandbox.outside.errors import GraderFault
from tests.support import course_checks as course


def outcomes(*groups: type[Check]) -> dict[str, Outcome]:
    """Run every check of some groups and return how each ended, in the order in which they ran."""
    found: dict[str, Outcome] = {}
    run([spec.group(spec) for spec in specs(groups)], lambda check, o: found.update({check.spec.id: o}))
    return found


def test_decorators_are_read_into_a_record() -> None:
    """Id, sentence, number, tags and points, and which setters the check takes."""
    spec = next(spec for spec in specs([course.Outcomes]) if spec.id == "passes")
    read = (spec.id, spec.sentence, spec.number, spec.tags, spec.points, spec.takes)
    assert read == ("passes", "A check whose name takes two lines", "1.1", ("one", "two"), 2, frozenset())
    with pytest.raises(dataclasses.FrozenInstanceError):
        spec.points = 3  # type: ignore[misc]


def test_setters_are_handed_in_and_nothing_is_kept_on_the_method() -> None:
    """gradescope-utils keeps scores on the function: one submission's would be there for the next."""
    (spec,) = (spec for spec in specs([course.Partial]) if spec.id == "partial_leaderboard")
    assert spec.takes == {"set_score", "set_leaderboard_value"}
    assert outcomes(course.Partial)["partial_leaderboard"].share == 0.7
    kept = vars(course.Partial.test_partial_leaderboard)
    assert not {"__score__", "__leaderboard_value__"} & set(kept)


def test_checks_are_in_the_order_of_their_numbers() -> None:
    """As numbers, not as text."""
    assert [spec.number for spec in specs([course.Numbered])] == ["1.9", "1.10"]


@pytest.mark.parametrize(
    ("groups", "fault"),
    [
        ((course.Broken, course.Again), "more than one check has the id passes"),
        ((course.Hidden,), "the check hidden has the visibility 'hidden'"),
        ((course.Misdecorated,), "the check misdecorated: put its own decorators below gradescope-utils'"),
    ],
)
def test_what_is_no_check_is_the_graders_fault(groups: Any, fault: str) -> None:
    """Points would be lost, or a total hidden."""
    with pytest.raises(GraderFault, match=fault):
        specs(groups)


def test_a_decorator_of_a_courses_own_stays_around_the_check() -> None:
    """Below gradescope-utils' ones it runs as Python says."""
    assert outcomes(course.Decorated)["decorated"].share == 0.5


def test_a_check_runs_after_those_it_rests_on() -> None:
    """Whatever their numbers; what rests on nothing keeps its turn."""
    turn = [spec.id for spec in in_turn(specs([course.Dependent]))]
    assert turn == ["foundation", "building", "neighbour", "roof", "annexe"]


@pytest.mark.parametrize(
    ("share", "statuses", "remark"),
    [
        (0.0, ("not run", "passed", "failed", "not run", "passed"), "it does not"),
        (0.4, ("passed", "passed", "failed", "passed", "passed"), "it stands"),
        (1.0, ("passed", "passed", "passed", "passed", "passed"), "it stands"),
    ],
)
def test_a_check_whose_foundation_gives_nothing_is_not_run(
    share: float, statuses: tuple[str, ...], remark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part of the points is enough; what a check only asks about, or nobody grades, stops nothing."""
    monkeypatch.setattr(course.Dependent, "share", share)
    found = outcomes(course.Dependent)
    ids = ("building", "neighbour", "foundation", "roof", "annexe")
    assert tuple(found[name].status for name in ids) == statuses
    assert found["neighbour"].remark == remark
    reasons = {found[name].reason for name in ("building", "roof")}
    numbers = ("1.3", "1.1") if share == 0 else ()
    assert reasons == ({f"Not run: it builds on test {n}, which is not right yet." for n in numbers} or {""})


def test_checks_that_wait_for_each_other_are_the_graders_fault() -> None:
    """Neither could run."""
    with pytest.raises(GraderFault, match="each of these checks is to run after another: egg, hen"):
        outcomes(course.Circular)


def test_every_check_rests_on_checks_that_there_are() -> None:
    """A misspelt id would be waited for by nobody."""
    every = specs(GROUPS)
    ids = {spec.id for spec in every}
    assert {need for spec in every for need in spec.after} <= ids
    assert {spec.id: spec.needs for spec in every if spec.needs} == {"elbo_bound": ("elbo_values",)}
