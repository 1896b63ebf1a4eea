"""results.json's rows: every test is always there, with the points that it earned and no others."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.checks import GROUPS
from autograder.checks.base import Check
from autograder.checks.spec import specs
from autograder.course.assignment import Assignment, load
from autograder.diagnosis.fits import Diagnosis
from autograder.paths import ROOT
from autograder.results.row import Row
from autograder.results.rows import MAX_OUTPUT, Results
from autograder.sandbox.outside.errors import GraderFault
from tests.support import course_checks as course
from tests.support.results_schema import statuses, valid

PLAIN = Assignment(functions={"kl_divergence": "kl_divergence"})
STATUSES = {
    "passes": "passed",
    "mismatch": "failed",
    "student_error": "failed",
    "not_run": "not run",
    "hidden_reason": "failed",
    "long_reason": "failed",
    "without_points": "passed",
    "leaderboard": "passed",
    "evidence": "passed",
}
POINTS = dict.fromkeys(STATUSES, 2.0) | {"without_points": 0.0}


def checks_of(*groups: type[Check]) -> list[Check]:
    """Return every check of some groups."""
    return [spec.group(spec) for spec in specs(groups)]


def run(*groups: type[Check], assignment: Assignment = PLAIN) -> dict[str, Any]:
    """Run groups of checks and return results.json's content."""
    results = Results(checks_of(*groups), assignment, lambda _: None)
    results.run(results.checks)
    return valid(results.to_json(seconds=1.5, output=""))


def points_of(rows: list[Row]) -> dict[str, float]:
    """Return each check's points; rows that only inform have none."""
    return {row["extra_data"]["check"]: row["max_score"] for row in rows if "max_score" in row}


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    """The rows of checks that end in every way that is not the grader's fault."""
    return {row["extra_data"]["check"]: row for row in run(course.Outcomes)["tests"]}


def test_every_way_to_end_has_a_row_with_its_status(rows: dict[str, Any]) -> None:
    """Whatever becomes of a check, its row is there."""
    assert {name: row["extra_data"]["status"] for name, row in rows.items()} == STATUSES


def test_every_way_to_end_keeps_its_points(rows: dict[str, Any]) -> None:
    """The sum of max_score does not depend on how the checks end."""
    assert {name: row["max_score"] for name, row in rows.items()} == POINTS


def test_only_what_passes_scores(rows: dict[str, Any]) -> None:
    """Full points where a check passes, none elsewhere."""
    due = {name: POINTS[name] if status == "passed" else 0.0 for name, status in STATUSES.items()}
    assert {name: row["score"] for name, row in rows.items()} == due


@pytest.mark.parametrize(
    ("check", "output"),
    [
        ("passes", ""),
        (
            "mismatch",
            "Observed: 0.5\nExpected: 1\nWhere: the first example\nLikely cause: a factor of two",
        ),
        ("student_error", "It ended."),
        ("not_run", "Not run: it needs something that is not there."),
        ("hidden_reason", "It is not right yet."),
    ],
)
def test_each_row_says_why(check: str, output: str, rows: dict[str, Any]) -> None:
    """The output is the reason, and hide_errors' words in place of it."""
    assert rows[check]["output"] == output


def test_a_function_that_was_stopped_is_said_to_be_once() -> None:
    """The checks after it do not ask it again, and refer to the first."""
    assert [row["output"] for row in run(course.Stopped)["tests"]] == [
        "Stopped after 1 s.",
        "Not run: your function was stopped for its time; test 1.1 says more.",
    ]


def test_a_diagnosis_is_the_likely_cause_and_is_said_once() -> None:
    """In full where it comes first, in place of the check's own cause; the others of its kind refer to it."""
    results = Results(checks_of(course.Twice), PLAIN, lambda _: None)
    results.run(results.checks)
    results.explain(dict.fromkeys(("first", "second"), Diagnosis("half", "A half is missing.")))
    assert [row["output"] for row in results.rows] == [
        "Observed: 0.5\nExpected: 1\nDiagnosis: A half is missing.",
        "Observed: 0.25\nExpected: 0.5\nDiagnosis: as in test 1.1.",
        "Observed: 2\nExpected: 1\nLikely cause: another mistake",
    ]


def test_output_is_cut_and_holds_no_control_characters(rows: dict[str, Any]) -> None:
    """A long reason is cut well below the platform's limit, and terminals are not played with."""
    output = rows["long_reason"]["output"]
    assert output == "Observed: �[31m" + "x" * (MAX_OUTPUT - len("Observed: �[31m")) + " ..."


def test_the_output_above_the_tests_is_cut_too() -> None:
    """It may hold what a student's file has printed."""
    content = Results([], PLAIN, lambda _: None).to_json(seconds=0, output="\r" + "x" * 200_000)
    assert valid(content)["output"] == "�" + "x" * (MAX_OUTPUT - 1) + " ..."


def test_decorators_reach_the_row(rows: dict[str, Any]) -> None:
    """Number, tags and visibility are the decorators'."""
    told = {name: rows["passes"][name] for name in ("number", "tags", "visibility")}
    assert told == {"number": "1.1", "tags": ["one", "two"], "visibility": "visible"}


def test_the_name_is_the_docstrings_first_sentence(rows: dict[str, Any]) -> None:
    """Also where the sentence takes two lines and others follow."""
    assert rows["passes"]["name"] == "A check whose name takes two lines"


def test_a_check_without_docstring_and_decorators_has_a_valid_row() -> None:
    """Its id is its name, and it has no points."""
    (row,) = run(course.Bare)["tests"]
    assert (row["name"], row["number"], row["score"], row["max_score"]) == ("bare", "", 0.0, 0.0)


def test_evidence_goes_to_extra_data_without_replacing_the_outcome(rows: dict[str, Any]) -> None:
    """What a check records for staff cannot change what the row says of it."""
    found = rows["evidence"]["extra_data"]
    assert (found["p_value"], found["check"], found["status"]) == (0.25, "evidence", "passed")


def test_the_kind_of_a_student_error_is_recorded(rows: dict[str, Any]) -> None:
    """Staff can count what kinds of errors a class makes."""
    assert rows["student_error"]["extra_data"]["error"] == "crash"


def test_times_are_numbers(rows: dict[str, Any]) -> None:
    """The platform wants numbers of seconds, not text."""
    assert run(course.Outcomes)["execution_time"] == 1.5
    assert {type(row["extra_data"]["seconds"]) for row in rows.values()} == {float}


@pytest.mark.parametrize(
    ("given", "score"),
    [
        (10, 10),
        (4.2, 4.2),
        (0, 0),
        (99, 10),
        (-3, 0),
        (float("nan"), 0),
        (float("inf"), 0),
        (float("-inf"), 0),
        (None, 0),
    ],
)
def test_partial_credit_is_clamped_and_finite(
    given: float | None, score: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """set_score(99) on 10 points gives 10, nan and negative scores 0, no call of set_score 0."""
    monkeypatch.setattr(course.Partial, "given", given)
    row = run(course.Partial)["tests"][0]
    assert (row["score"], row["max_score"]) == (score, 10)
    assert row["status"] == ("passed" if score == 10 else "failed")


def test_partial_credit_without_a_mismatch_says_what_it_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    """No point is lost without a word."""
    monkeypatch.setattr(course.Partial, "given", 4)
    assert run(course.Partial)["tests"][0]["output"] == "This check gave 4 of its 10 points."


def test_partial_credit_survives_a_mismatch_that_follows_it() -> None:
    """What was set before the mismatch is given."""
    assert [row["score"] for row in run(course.Partial)["tests"]] == [0, 4, 7]


def test_partial_credit_scales_with_the_assignments_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """4 of 10 points are 1 of 2.5."""
    monkeypatch.setattr(course.Partial, "given", 4)
    scaled = Assignment(functions=PLAIN.functions, points={"partial": 2.5})
    row = run(course.Partial, assignment=scaled)["tests"][0]
    assert (row["score"], row["max_score"]) == (1.0, 2.5)


def test_a_score_of_one_submission_does_not_survive_into_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """gradescope-utils keeps scores and leaderboard values on the function object."""
    monkeypatch.setattr(course.Partial, "given", 8)
    assert run(course.Partial)["tests"][0]["score"] == 8
    monkeypatch.setattr(course.Partial, "given", None)
    assert run(course.Partial)["tests"][0]["score"] == 0


def test_a_leaderboard_value_does_not_survive_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is there an entry where the check has set nothing."""
    assert "leaderboard" in run(course.Partial)
    monkeypatch.setattr(course.Partial, "place", None)
    assert "leaderboard" not in run(course.Partial)


def test_what_set_score_cannot_mean_is_the_graders_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A score that is no number is a mistake in the check."""
    monkeypatch.setattr(course.Partial, "given", "four")
    with pytest.raises(GraderFault, match="the check partial broke"):
        run(course.Partial)


def test_leaderboards_are_entries_beside_the_rows() -> None:
    """Each decorated check adds what it has set, under any order of decorators."""
    assert run(course.Outcomes)["leaderboard"] == [{"name": "steps", "value": 3.5, "order": "asc"}]
    assert run(course.Partial)["leaderboard"] == [{"name": "best", "value": "gold", "order": "desc"}]
    assert "leaderboard" not in run(course.Bare)


def test_points_of_the_assignment_override_the_decorators() -> None:
    """What assignment.toml lists counts; what it does not list has its decorator's points."""
    assignment = Assignment(functions=PLAIN.functions, points={"passes": 5, "mismatch": 0.5})
    rows = run(course.Outcomes, assignment=assignment)["tests"]
    points = {row["extra_data"]["check"]: row["max_score"] for row in rows}
    assert points == POINTS | {"passes": 5.0, "mismatch": 0.5}


@pytest.mark.parametrize(
    ("configured", "seen"),
    [
        ({}, "after_published"),
        ({"default": "after_due_date"}, "after_published"),
        ({"default": "after_due_date", "later": "visible"}, "visible"),
    ],
)
def test_visibility_of_a_check_goes_before_the_default(configured: dict[str, Any], seen: str) -> None:
    """The check's own line in assignment.toml first, then its decorator, then the default."""
    assignment = Assignment(functions=PLAIN.functions, visibility=configured)
    assert run(course.Later, assignment=assignment)["tests"][0]["visibility"] == seen


def test_the_default_visibility_holds_for_checks_without_one() -> None:
    """The default applies where nothing else is said."""
    assignment = Assignment(functions=PLAIN.functions, visibility={"default": "after_due_date"})
    assert {row["visibility"] for row in run(course.Outcomes, assignment=assignment)["tests"]} == {
        "after_due_date"
    }


def test_a_hidden_check_is_refused() -> None:
    """One hidden test would hide every student's total."""
    with pytest.raises(GraderFault, match="the check hidden has the visibility 'hidden'"):
        run(course.Hidden)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("x"),
        AssertionError("an internal assertion"),
        KeyError("x"),
        SystemExit(1),
        GraderFault("x"),
        MemoryError(),
        RecursionError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_any_other_exception_is_the_graders_fault(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a Mismatch, a StudentError and a NotRun are verdicts."""
    monkeypatch.setattr(course.Broken, "error", error)
    with pytest.raises(GraderFault, match="the check broken broke") as raised:
        run(course.Broken)
    assert raised.value.__cause__ is error


def test_a_check_that_cannot_be_prepared_is_the_graders_fault() -> None:
    """No other row is graded as if nothing had happened."""
    with pytest.raises(GraderFault, match="the check never_reached broke"):
        run(course.BrokenPreparation)


def test_results_are_complete_before_anything_has_run() -> None:
    """The same rows with the same points, each saying that it did not finish."""
    before = Results(checks_of(course.Outcomes), PLAIN, lambda _: None)
    content = valid(before.to_json(seconds=0, output=""))
    assert {row["extra_data"]["check"]: row["max_score"] for row in content["tests"]} == POINTS
    assert {(row["score"], row["output"]) for row in content["tests"]} == {(0.0, "Not run: did not finish.")}


def test_failing_all_takes_back_every_point() -> None:
    """After a fault no check is judged, also those that had passed."""
    results = Results(checks_of(course.Outcomes), PLAIN, lambda _: None)
    results.run(results.checks)
    results.fail_all("the reason")
    content = valid(results.to_json(seconds=0, output=""))
    assert {(row["score"], row["status"], row["output"]) for row in content["tests"]} == {
        (0.0, "failed", "the reason")
    }
    assert set(statuses(content).values()) == {"not run"}


def test_each_finished_row_is_reported_in_order() -> None:
    """What shows progress is told of every check, once, when it is decided."""
    told: list[tuple[str, str]] = []
    results = Results(
        checks_of(course.Outcomes),
        PLAIN,
        lambda row: told.append((row["extra_data"]["check"], row["extra_data"]["status"])),
    )
    results.run(results.checks)
    assert told == list(STATUSES.items())


def test_graded_checks_have_unique_numbers_names_and_points() -> None:
    """Students tell checks apart by number and name; Gradescope sorts by number."""
    assignment = load(ROOT / "assignment.toml")
    rows = Results(checks_of(*GROUPS), assignment, lambda _: None).rows
    assert len({row["number"] for row in rows}) == len({row["name"] for row in rows}) == 17
    assert points_of(rows) == assignment.points


def test_the_decorators_points_are_those_of_the_assignment() -> None:
    """A course that lists no points grades as the default does."""
    undecided = Assignment(functions=load(ROOT / "assignment.toml").functions)
    rows = Results(checks_of(*GROUPS), undecided, lambda _: None).rows
    assert points_of(rows) == load(ROOT / "assignment.toml").points
