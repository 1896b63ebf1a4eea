"""The verb `validate`: a course's own known submissions, and what its exit code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.course.assignment import load
from autograder.diagnosis.known import DERIVATIONS
from autograder.paths import ROOT
from autograder.staff.validation import run

CODE = """
import numpy as np

def kl_divergence(mu, log_var):
    return {factor} * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
"""
ASSIGNMENT = '[functions]\nkl_divergence = "kl_divergence"\n'
TWICE = "# fails: kl_values, kl_gradient\n# diagnosis: {name}\n"


def validate(tmp_path: Path, head: str, factor: float, *options: str) -> Result:
    """Validate a folder with one file in it, in two gradings of each that is chosen."""
    folder = tmp_path / "known"
    folder.mkdir()
    (folder / "mine.py").write_text(f'"""A title."""\n{head}{CODE.format(factor=factor)}')
    (tmp_path / "assignment.toml").write_text(ASSIGNMENT)
    always = [str(folder), "--assignment", str(tmp_path / "assignment.toml"), "--seeds", "2"]
    return CliRunner().invoke(main, ["validate", *always, "--processes", "1", *options])


@pytest.mark.parametrize(
    ("head", "factor", "code", "said"),
    [
        ("", 0.5, 0, "ok"),
        ("", 0.6, 1, "false failure"),
        (TWICE.format(name="kl_missing_half"), 1.0, 0, "ok"),
        (TWICE.format(name="kl_missing_half"), 0.5, 1, "missed"),
        (TWICE.format(name="kl_half_twice"), 1.0, 1, "wrong diagnosis"),
    ],
    ids=["right", "right and fails", "wrong", "wrong and passes", "misnamed"],
)
def test_the_exit_code_says_whether_all_were_marked_as_they_must_be(
    tmp_path: Path, head: str, factor: float, code: int, said: str
) -> None:
    """0 when they were; 1 when a right one fails, a wrong one passes or a diagnosis is wrong."""
    result = validate(tmp_path, head, factor, "--only", "yours/mine")
    assert result.exit_code == code
    assert said in next(line for line in result.stdout.splitlines() if line.startswith("yours/mine"))


def test_the_projects_own_submissions_are_graded_with_a_courses(tmp_path: Path) -> None:
    """Those of another function than the assignment's have nothing to fail."""
    options = ["--csv", str(tmp_path / "matrix.csv"), "--html", str(tmp_path / "matrix.html")]
    result = validate(tmp_path, "", 0.5, "--only", "in", "--seeds", "1", *options)
    assert result.exit_code == 0
    names = {line.split(",")[1] for line in (tmp_path / "matrix.csv").read_text().splitlines()}
    assert {"mine", "kl_in_bits", "np_rng_inside", "einsum"} <= names
    assert "kl_in_bits" in (tmp_path / "matrix.html").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--only", "nothing"], "nothing: no known submission is called so"),
        (
            ["--only", "yours/", "--csv", "/no/such/folder/matrix.csv"],
            "/no/such/folder/matrix.csv: cannot be written",
        ),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, options: list[str], said: str) -> None:
    """Exit code 2, as for any wrong use of the command line."""
    result = validate(tmp_path, "", 0.5, *options)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_a_file_without_a_docstring_is_said(tmp_path: Path) -> None:
    """The message names it."""
    (tmp_path / "mine.py").write_text("x = 1\n")
    result = CliRunner().invoke(main, ["validate", str(tmp_path)])
    assert result.exit_code == 2
    assert "mine.py: must begin with a docstring" in " ".join(result.stderr.split())


def test_a_courses_names_hold_for_its_own_folder_alone(tmp_path: Path) -> None:
    """The project's submissions define kl_divergence, the course's kl."""
    folder = tmp_path / "known"
    folder.mkdir()
    code = CODE.format(factor=0.5).replace("kl_divergence", "kl")
    (folder / "kl_in_hours.py").write_text(f'"""Right, under another name."""\n{code}')
    (tmp_path / "assignment.toml").write_text(ASSIGNMENT.replace('"kl_divergence"', '"kl"'))
    options = [str(folder), "--assignment", str(tmp_path / "assignment.toml"), "--only", "/kl_in_"]
    result = CliRunner().invoke(main, ["validate", *options, "--seeds", "1", "--processes", "1"])
    assert result.exit_code == 0
    named = [line.split()[0] for line in result.stdout.splitlines() if "/kl_in_" in line]
    assert named == ["wrong/kl_in_bits", "misconception/kl_in_bits", "yours/kl_in_hours"]


@pytest.mark.parametrize(
    ("name", "fails"),
    [
        ("right/markdown_mixed", ()),
        ("wrong/kl_added", ("derivation_elbo",)),
        ("wrong/jensen_wrong_way", ("derivation_bound",)),
    ],
)
def test_derivations_are_validated(name: str, fails: tuple[str, ...]) -> None:
    """A known derivation is judged on the written part alone, a wrong one by the part that its line is in."""
    assignment = load(ROOT / "assignment.toml")
    (row,) = run.validate(
        assignment, run.entries(assignment, None, name), seeds=1, processes=1, advance=lambda _: None
    ).rows
    assert (row.must_fail, row.verdicts) == (fails, ("ok",))
    assert set(row.checks) == set(DERIVATIONS.values())
