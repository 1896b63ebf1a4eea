"""The whole way, submission to results: what is always there, and what a regrade repeats."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import pytest

from autograder import checks
from autograder.course.assignment import Assignment, AssignmentError, load
from autograder.diagnosis import bank
from autograder.grading import FAULT, Grading, grade, not_finished
from autograder.paths import ROOT
from autograder.sandbox.outside.errors import GraderFault
from autograder.sandbox.outside.hosts import Zygotes
from tests.support import course_checks as course
from tests.support.bank import code_alone
from tests.support.readme import readme_checks
from tests.support.results_schema import statuses, total, valid

ASSIGNMENT = code_alone()
SUBMISSIONS = ROOT / "tests" / "submissions"
NUMPY, TORCH = SUBMISSIONS / "right" / "np_randn.py", SUBMISSIONS / "right" / "randn_like.py"
WHOLE = load(ROOT / "assignment.toml")
UNPOINTED = msgspec.structs.replace(ASSIGNMENT, points={})
PACKAGES = {"python", "numpy", "scipy", "torch", "gradescope-utils"}


def without_times(results: dict[str, Any]) -> dict[str, Any]:
    """Return results without what a clock says."""
    rows = [
        row | {"extra_data": {k: v for k, v in row["extra_data"].items() if k != "seconds"}}
        for row in results["tests"]
    ]
    extra = {k: v for k, v in results["extra_data"].items() if k != "import_seconds"}
    return results | {"tests": rows, "extra_data": extra, "execution_time": 0}


def p_values(results: dict[str, Any]) -> dict[str, float]:
    """Return the p-values on which the noise was judged."""
    rows = {row["extra_data"]["check"]: row["extra_data"] for row in results["tests"]}
    found: dict[str, float] = rows["sampler_mean"]["p_values"]
    return found


@pytest.mark.parametrize(
    ("reference", "assignment", "score"),
    [("reference", WHOLE, 90), ("reference/numpy", ASSIGNMENT, 60)],
    ids=["reference", "numpy"],
)
def test_a_regrade_repeats_every_score_and_p_value(
    reference: str, assignment: Assignment, score: float, zygotes: Zygotes
) -> None:
    """The same submission under the same identity has the same results, bit for bit."""
    first, again = (grade(ROOT / reference, assignment, zygotes, identity="one").results for _ in range(2))
    assert first["score"] == score
    assert without_times(first) == without_times(again)


def test_another_identity_has_other_inputs(zygotes: Zygotes) -> None:
    """A resubmission cannot be tuned to the seeds of the one before."""
    first, other = (
        grade(NUMPY, ASSIGNMENT, zygotes, identity=identity).results for identity in ("one", "another")
    )
    exact = (set(p_values(of).values()) - {1.0} for of in (first, other))  # bounds may both be 1
    assert not set.intersection(*exact)


def test_another_salt_has_other_inputs(zygotes: Zygotes) -> None:
    """A course's inputs are its own."""
    statistics = msgspec.structs.replace(ASSIGNMENT.statistics, salt="another course's")
    salted = msgspec.structs.replace(ASSIGNMENT, statistics=statistics)
    first, other = (grade(NUMPY, a, zygotes, identity="one").results for a in (ASSIGNMENT, salted))
    exact = (set(p_values(of).values()) - {1.0} for of in (first, other))  # bounds may both be 1
    assert not set.intersection(*exact)


def test_without_an_identity_the_hash_of_the_files_is_used(zygotes: Zygotes) -> None:
    """So that a regrade from the command line repeats itself too."""
    plain = grade(NUMPY, ASSIGNMENT, zygotes).results
    digest = plain["extra_data"]["digest"]
    named = grade(NUMPY, ASSIGNMENT, zygotes, identity=digest).results
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert plain["extra_data"]["identity"] == digest
    assert without_times(plain) == without_times(named)


def test_results_that_say_did_not_finish_have_every_test(zygotes: Zygotes) -> None:
    """Should the grader be killed, a valid result with every test and the same total is already there."""
    unfinished, reported = valid(not_finished(ASSIGNMENT)), list[str]()
    final = grade(
        NUMPY, ASSIGNMENT, zygotes, on_row=lambda row: reported.append(row["extra_data"]["check"])
    ).results
    assert unfinished["output"] == f"The autograder did not finish. {FAULT}"
    assert unfinished["score"] == 0
    assert total(unfinished) == total(final) == 60
    assert list(statuses(unfinished)) == list(statuses(final)) == reported


def test_staff_can_see_how_it_was_graded(zygotes: Zygotes) -> None:
    """extra_data holds the framework, versions, identity and times; students never see it."""
    extra = grade(NUMPY, ASSIGNMENT, zygotes, identity="one").results["extra_data"]
    assert (extra["framework"], extra["identity"], extra["salted"]) == ("numpy", "one", True)
    assert set(extra["versions"]) == PACKAGES
    assert extra["import_seconds"] > 0


def test_what_was_printed_at_import_is_shown_as_the_students(zygotes: Zygotes) -> None:
    """Prints cost nothing."""
    graded = grade(SUBMISSIONS / "odd" / "prints_politely", ASSIGNMENT, zygotes).results
    assert graded["score"] == 60
    assert graded["output"].startswith("While it was imported, your file printed:\nexercise 2.2, NumPy")


def test_what_depends_on_a_missing_function_is_not_run(zygotes: Zygotes) -> None:
    """The first check of a function says what is wrong, the others that they were not run, and why."""
    graded = grade(SUBMISSIONS / "odd" / "missing_function", ASSIGNMENT, zygotes).results
    rows = {row["extra_data"]["check"]: row for row in graded["tests"]}
    assert {name: status for name, status in statuses(graded).items() if status != "passed"} == {
        "kl_values": "failed",
        "kl_nonnegative": "not run",
        "kl_gradient": "not run",
    }
    for name in ("kl_nonnegative", "kl_gradient"):
        assert re.match("Not run: kl_divergence .*", rows[name]["output"])


def test_a_path_that_is_not_there_is_an_error_of_the_caller(zygotes: Zygotes, tmp_path: Path) -> None:
    """Nothing was handed in there, so there is nobody to give a result to."""
    with pytest.raises(FileNotFoundError):
        grade(tmp_path / "missing", ASSIGNMENT, zygotes)


def test_grading_numpy_never_imports_torch() -> None:
    """Neither in the grader nor in the process that runs the submission."""
    code = (
        "import sys; from pathlib import Path; from autograder.course.assignment import load\n"
        "from autograder.grading import grade\n"
        "from autograder.sandbox.outside.hosts import Zygotes\n"
        "with Zygotes() as zygotes:\n"
        f"    graded = grade(Path({str(NUMPY)!r}), load(Path('assignment.toml')), zygotes)\n"
        "print(graded.results['score'], 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "60.0 False\n"


def test_a_broken_check_costs_no_point_and_tells_no_student(
    zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every test is there, none is judged, and the traceback is for staff alone."""
    monkeypatch.setattr(checks, "GROUPS", (course.Broken,))
    graded = grade(NUMPY, UNPOINTED, zygotes)
    results = valid(graded.results)
    assert results["output"].startswith("Grader fault, not your mark; staff will regrade")
    assert results["score"] == 0
    assert total(results) == 6
    assert statuses(results) == dict.fromkeys(("passes", "broken", "after"), "not run")
    assert graded.fault == results["extra_data"]["fault"]
    assert "the secret of the grader" in graded.fault
    assert "the check broken broke" in graded.fault
    assert "secret" not in str(results | {"extra_data": {}})


def test_checks_of_one_id_are_refused(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them would be lost together with its points."""
    monkeypatch.setattr(checks, "GROUPS", (course.Broken, course.Again))
    with pytest.raises(GraderFault, match="more than one check has the id passes"):
        grade(NUMPY, UNPOINTED, zygotes)


def test_checks_run_in_the_order_of_their_numbers(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """As numbers, not as text: 1.10 comes after 1.9."""
    monkeypatch.setattr(checks, "GROUPS", (course.Numbered,))
    results = grade(NUMPY, UNPOINTED, zygotes).results
    assert [row["number"] for row in results["tests"]] == ["1.9", "1.10"]


def test_a_check_that_the_assignment_invents_is_refused(zygotes: Zygotes) -> None:
    """Its points would be missing from every total."""
    for table, entry in (("points", {"kl_value": 3}), ("visibility", {"kl_value": "visible"})):
        wrong = msgspec.structs.replace(ASSIGNMENT, **{table: entry})
        with pytest.raises(AssignmentError, match=rf"{table}\.kl_value = .*Did you mean kl_values\?"):
            grade(NUMPY, wrong, zygotes)


@pytest.mark.parametrize(
    ("submission", "status", "output"),
    [
        ("right/randn_like.py", "passed", ""),
        ("right/np_randn.py", "passed", ""),
        ("course/kl_padding.py", "failed", "Observed: 0\nExpected: 1.5"),
        ("wrong/kl_missing_half.py", "not run", "Not run: it builds on test 2.2.2.1"),
        ("odd/missing_function", "not run", "Not run: kl_divergence"),
    ],
)
def test_the_check_that_the_readme_prints_works(
    submission: str, status: str, output: str, tmp_path: Path, zygotes: Zygotes
) -> None:
    """Pasted as it stands, beside an assignment.toml, it adds a test with points, a number and a name."""
    (tmp_path / "course_checks.py").write_text(readme_checks())
    shutil.copy(ROOT / "assignment.toml", tmp_path)
    assignment = bank.code_alone(load(tmp_path / "assignment.toml"))
    results = valid(grade(SUBMISSIONS / submission, assignment, zygotes).results)
    row = next(row for row in results["tests"] if row["number"] == "2.2.2.4")
    assert total(results) == 62
    assert row["name"] == "kl_divergence works for a batch of one"
    assert row["extra_data"]["status"] == status
    assert row["output"].startswith(output)
    assert row["score"] == (2 if status == "passed" else 0)


def test_one_process_grades_one_submission_at_a_time(zygotes: Zygotes) -> None:
    """A second grading in the same process is a grader fault that says so; the first one's mark stands."""
    second: list[Grading] = []

    def grade_another(_: object) -> None:
        if not second:
            other = Thread(target=lambda: second.append(grade(NUMPY, ASSIGNMENT, zygotes)))
            other.start()
            other.join()

    first = grade(NUMPY, ASSIGNMENT, zygotes, on_graded=grade_another)
    assert (first.fault, first.results["score"]) == ("", 60)
    assert "One process grades one at a time: start another process for each." in second[0].fault
    assert (second[0].results["score"], second[0].results["output"]) == (0, FAULT)
    assert grade(NUMPY, ASSIGNMENT, zygotes).results["score"] == 60
