"""What gradings add up to: which submissions were not marked as they must be, and how sure that is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from scipy import stats

from autograder.diagnosis.bank import Specimen
from autograder.staff.validation import show
from autograder.staff.validation.matrix import Grading, Kind, Matrix, Row, Verdict, upper_bound

CHECKS = {"kl_values": "2.2.2.1", "kl_gradient": "2.2.2.3", "elbo_values": "2.2.3.1"}
PASSED = Grading((), 12)
FAILED = Grading(("kl_values", "kl_gradient"), 4, frozenset({"kl_in_bits"}))
TITLE = "In bits <script>alert(1)</script> instead of nats."


def row(
    *gradings: Grading,
    fails: tuple[str, ...] = (),
    diagnosis: str = "",
    kind: Kind = "wrong",
    path: str = "a.py",
) -> Row:
    """Return a row of a submission that must fail some checks."""
    specimen = Specimen(Path(path), TITLE, "", fails, diagnosis, {})
    return Row(kind if fails or kind == "yours" else "right", specimen, tuple(CHECKS), gradings)


def wrong(*gradings: Grading) -> Row:
    """Return the row of a submission that is wrong in bits."""
    return row(*gradings, fails=("kl_values", "kl_gradient"), diagnosis="kl_in_bits")


@pytest.mark.parametrize(
    ("graded", "verdicts"),
    [
        (row(PASSED, PASSED), ("ok",)),
        (wrong(FAILED, FAILED), ("ok",)),
        (row(PASSED, FAILED), ("false failure", "wrong diagnosis", "unsteady score")),
        (row(Grading((), 0, not_run=("kl_values",))), ("false failure",)),
        (row(Grading((), 12, fault="Traceback")), ("grader fault",)),
        (wrong(FAILED, PASSED), ("missed", "wrong diagnosis", "unsteady score")),
        (wrong(Grading(("kl_values", "kl_gradient"), 4)), ("wrong diagnosis",)),
        (wrong(Grading(FAILED.failures, 4, frozenset({"kl_in_bits", "ratio"}))), ("wrong diagnosis",)),
        (wrong(Grading((*CHECKS,), 0, frozenset({"kl_in_bits"}))), ("false failure",)),
        (wrong(Grading(FAILED.failures, 4, FAILED.diagnoses, not_run=("elbo_values",))), ("ok",)),
        (row(FAILED, fails=("kl_values", "kl_gradient")), ("wrong diagnosis",)),
        (row(FAILED, fails=("kl_values", "kl_gradient"), kind="yours"), ("ok",)),
        (row(FAILED, kind="yours"), ("false failure",)),
        (row(PASSED, fails=("sampler_mean",), diagnosis="sampler_mu_twice"), ("ok",)),
    ],
)
def test_a_submission_is_marked_as_it_must_be_or_not(graded: Row, verdicts: tuple[Verdict, ...]) -> None:
    """Every check that must fail does, in every grading, no other does, and the right name is given."""
    assert graded.verdicts == verdicts


def test_a_check_that_no_known_submission_fails_is_not_held_against_wrong_ones() -> None:
    """A course's new check may well fail on them; it is judged on right submissions."""
    specimen = wrong().specimen
    failures = Grading(("kl_values", "kl_gradient", "new"), 4, frozenset({"kl_in_bits"}))
    assert Row("wrong", specimen, tuple(CHECKS), (failures,)).verdicts == ("ok",)
    assert Row("right", row().specimen, (*CHECKS, "new"), (Grading(("new",), 10),)).verdicts == (
        "false failure",
    )


@pytest.mark.parametrize(("events", "trials"), [(0, 5000), (1, 5000), (7, 20), (19, 20)])
def test_the_upper_bound_is_clopper_and_pearsons(events: int, trials: int) -> None:
    """As SciPy computes it, at 95% on one side."""
    interval = stats.binomtest(events, trials, alternative="less").proportion_ci(0.95, "exact")
    assert upper_bound(events, trials) == pytest.approx(interval.high, rel=1e-9)


def test_nothing_or_everything_bounds_nothing() -> None:
    """Without gradings, or where all failed, the chance may be one."""
    assert upper_bound(0, 0) == upper_bound(3, 3) == 1.0


MATRIX = Matrix(
    CHECKS,
    (row(PASSED, PASSED, FAILED), wrong(FAILED, FAILED, PASSED), row(PASSED, fails=("kl_values",))),
    ("elbo_values",),
)


def test_the_summary_counts_gradings() -> None:
    """False failures with their bound, detection, diagnoses, and what nothing proves."""
    assert MATRIX.summary() == [
        "1 right submission, 3 gradings: 1 false failures; the chance of one is at most 0.86 with 95% "
        "confidence (exact binomial bound)",
        "2 wrong submissions: all checks that must fail did so in 2 of 4 gradings (50.0%)",
        "1 of them with a known misconception: named in 2 of 3 gradings (66.7%)",
        "A wrong name was given in 1 of 7 gradings",
        "Not proved: elbo_values. No known submission is meant to fail this. Add one to your folder, with a "
        "line # fails: and the check's name",
        "3 of 3 submissions were not marked as they must be",
    ]


def test_the_matrix_is_printed_with_words_at_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """Not by colour alone, and what was not marked as it must be comes first."""
    show.show(Matrix(CHECKS, (row(PASSED), *MATRIX.rows)))
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed[1:5]] == ["right/a", "wrong/a", "wrong/a", "right/a"]
    assert "kl_values in 1 of 3 and must pass" in printed[1]
    assert "kl_values in 2 of 3 and must fail" in printed[2]
    assert "kl_values in none and must fail" in printed[3]
    assert printed[4].split() == ["right/a", "ok"]
    assert printed[-1] == "3 of 4 submissions were not marked as they must be."


def test_the_matrix_as_csv_has_a_line_for_each_submission(tmp_path: Path) -> None:
    """With the number of gradings in which each check failed."""
    show.write_csv(MATRIX, tmp_path / "matrix.csv")
    with (tmp_path / "matrix.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["gradings"] for line in lines] == ["3", "3", "1"]
    assert lines[1] == {
        "kind": "wrong",
        "name": "a",
        "gradings": "3",
        "verdict": "missed, wrong diagnosis, unsteady score",
        "must fail": "kl_values kl_gradient",
        "first": "kl_values",
        "diagnosis": "kl_in_bits (2/3)",
        "kl_values": "2",
        "kl_gradient": "2",
        "elbo_values": "0",
    }


def test_the_matrix_as_html_shows_text_as_text(tmp_path: Path) -> None:
    """A title with markup in it stays a title."""
    show.write_html(MATRIX, tmp_path / "matrix.html")
    page = (tmp_path / "matrix.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 3
    assert '<span class="wrong">kl_values in 2 of 3 and must fail</span>' in page


@pytest.mark.parametrize("cell", ["=HYPERLINK(A1)", "+1", "-1", "@SUM", "\t=1"])
def test_no_spreadsheet_computes_what_a_file_is_called(cell: str) -> None:
    """A cell that begins as a formula does is text."""
    assert (show.plain_cell(cell), show.plain_cell("right.py"), show.plain_cell(-1)) == (
        f"'{cell}",
        "right.py",
        -1,
    )
