"""The verb `validate`: a course's own known submissions, and what its exit code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.course.assignment import load
from autograder.diagnosis.bank import BANK, DERIVATIONS
from autograder.paths import ROOT
from autograder.staff.validation import run
from tests.support.readme import readme_checks

CODE = """
import numpy as np

def kl_divergence(mu, log_var):
    return {factor} * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
"""
ASSIGNMENT = '[functions]\nkl_divergence = "kl_divergence"\n'
TWICE = "# fails: kl_values, kl_gradient\n# diagnosis: {name}\n"


def validate(tmp_path: Path, head: str, factor: float, *options: str, name: str = "mine") -> Result:
    """Validate a folder with one file in it, in two gradings of each that is chosen."""
    folder = tmp_path / "known"
    folder.mkdir()
    (folder / f"{name}.py").write_text(f'"""A title."""\n{head}{CODE.format(factor=factor)}')
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
    result = validate(tmp_path, "", 0.5, "--only", "_in_p", "--seeds", "1", *options, name="all_in_place")
    assert result.exit_code == 0
    names = {line.split(",")[1] for line in (tmp_path / "matrix.csv").read_text().splitlines()}
    assert {"all_in_place", "kl_in_place", "sampler_in_place_mu"} <= names
    assert "kl_in_place" in (tmp_path / "matrix.html").read_text()


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
    assert named == ["wrong/kl_in_bits", "wrong/kl_in_place", "misconception/kl_in_bits", "yours/kl_in_hours"]


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


def with_a_check_of_its_own(folder: Path) -> list[str]:
    """An assignment of the KL with the check that README.md prints: the options that choose it."""
    (folder / "assignment.toml").write_text(ASSIGNMENT)
    (folder / "course_checks.py").write_text(readme_checks())
    return ["--assignment", str(folder / "assignment.toml"), "--seeds", "1", "--processes", "1"]


def test_a_check_that_nothing_proves_is_told_from_a_wrong_bank(tmp_path: Path) -> None:
    """The project's wrong submissions know nothing of it: none of them is marked wrongly."""
    result = CliRunner().invoke(
        main, ["validate", *with_a_check_of_its_own(tmp_path), "--only", "kl_missing_one"]
    )
    assert result.exit_code == 0
    assert "The course's own checks: kl_of_one_example." in result.stdout
    assert "Not proved: kl_of_one_example." in result.stdout


def test_a_check_is_proved_by_a_submission_that_fails_it(tmp_path: Path) -> None:
    """And by no failure that is another check's."""
    options = [str(BANK / "course"), *with_a_check_of_its_own(tmp_path), "--only", "yours/"]
    result = CliRunner().invoke(main, ["validate", *options])
    assert result.exit_code == 0
    assert "Not proved" not in result.stdout


def test_a_check_that_asks_for_too_much_is_said(tmp_path: Path) -> None:
    """Right submissions of the project fail it."""
    options = with_a_check_of_its_own(tmp_path)
    file = tmp_path / "course_checks.py"
    file.write_text(file.read_text().replace("1.5", "1.6"))
    result = CliRunner().invoke(main, ["validate", *options, "--only", "right/np_rng"])
    assert result.exit_code == 1
    assert "right submissions of the project fail kl_of_one_example" in " ".join(result.stdout.split())
