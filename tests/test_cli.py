"""The command line: exit codes, files, and what is printed for whom."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder import __version__, checks
from autograder.cli import VERBS, main
from autograder.grading import UNFINISHED
from autograder.paths import ROOT
from autograder.report import console
from tests.support import course_checks as course
from tests.support.results_schema import read_valid, total

SUBMISSIONS = ROOT / "tests" / "submissions"
RIGHT = SUBMISSIONS / "right" / "np_randn.py"
KL_ONLY = '[functions]\nkl_divergence = "kl_divergence"\n'


def run(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def kl_only(tmp_path: Path) -> Path:
    """An assignment of the KL alone, whose points are the decorators'."""
    path = tmp_path / "kl.toml"
    path.write_text(KL_ONLY)
    return path


@pytest.mark.parametrize(
    ("submission", "score"),
    [("right/np_randn.py", "60/90"), ("odd/missing_function", "48/90"), ("odd/empty_file", "0/90")],
)
def test_a_graded_submission_exits_with_0_whatever_the_score(
    submission: str, score: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The score is in the output, not in the exit code."""
    monkeypatch.setattr(console, "SILENCE", 600)
    done = run("grade", SUBMISSIONS / submission)
    assert done.exit_code == 0
    assert f"Total {score}" in " ".join(done.output.split())
    assert done.stderr == ""


def test_the_reason_for_every_lost_point_is_printed() -> None:
    """What is said above the table, and under it what failed."""
    assert "vae.py is empty." in run("grade", SUBMISSIONS / "odd" / "empty_file").stdout
    assert "no function kl_divergence" in run("grade", SUBMISSIONS / "odd" / "missing_function").stdout


def test_results_are_written_where_asked(tmp_path: Path) -> None:
    """In a folder that need not be there yet, in Gradescope's format."""
    path = tmp_path / "a folder" / "results.json"
    assert run("grade", RIGHT, "--results", path).exit_code == 0
    results = read_valid(path)
    assert (results["score"], total(results)) == (60, 90)
    assert results["output"] != UNFINISHED


def test_another_assignment_is_graded_when_asked(kl_only: Path, tmp_path: Path) -> None:
    """With its own tests and total."""
    path = tmp_path / "results.json"
    assert run("grade", RIGHT, "--assignment", kl_only, "--results", path).exit_code == 0
    assert total(read_valid(path)) == 12


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["grade"], "Missing argument 'SUBMISSION'"),
        (["grade", "no such folder"], "'no such folder' does not exist"),
        (["grade", RIGHT, "--assignment", "no.toml"], "'no.toml' does not exist"),
        (["grade", RIGHT, "--assignment", SUBMISSIONS], "submissions holds no assignment.toml."),
        (["grade", RIGHT, "--results", "."], "'.' is a directory"),
        (["grade", RIGHT, "--result"], "No such option"),
        (["grade", RIGHT, RIGHT], "unexpected extra argument"),
        (["validat"], "is no command, and no file or folder of that name exists. Did you mean 'validate'?"),
        (["hw3"], "hw3 is no command, and no file or folder of that name exists."),
    ],
)
def test_what_cannot_be_carried_out_exits_with_2(arguments: list[str | Path], told: str) -> None:
    """A usage error names what is wrong, on standard error, without a traceback."""
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("functions = 3", "functions = 3: expected a table"),
        (KL_ONLY + "[points]\nkl_value = 3", "points.kl_value = 3.0: no such check is graded. Did you mean"),
        (KL_ONLY + "[points]\nsampler_mean = 3", "reparameterize is not graded: drop points.sampler_mean"),
    ],
)
def test_a_wrong_assignment_exits_with_2(text: str, told: str, tmp_path: Path) -> None:
    """The file, the key, the value and the remedy."""
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    done = run("grade", RIGHT, "--assignment", path)
    assert done.exit_code == 2
    assert f"Error: {path}: {told}" in done.stderr


def test_a_submission_that_cannot_be_read_is_told_to_the_student(tmp_path: Path) -> None:
    """Here a link in the place of the file, which is never followed: there is a result all the same."""
    (tmp_path / "link.py").symlink_to(RIGHT)
    path = tmp_path / "results.json"
    assert run("grade", tmp_path / "link.py", "--results", path).exit_code == 0
    assert read_valid(path)["output"].startswith("link.py cannot be read (")


def test_results_that_cannot_be_written_exit_with_2(kl_only: Path, tmp_path: Path) -> None:
    """A file stands where a folder is needed."""
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "results.json"
    done = run("grade", RIGHT, "--assignment", kl_only, "--results", path)
    assert done.exit_code == 2
    assert f"{path}: cannot be written (" in done.stderr


def test_a_fault_of_the_grader_exits_with_3(
    kl_only: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result says so, and the traceback is on standard error."""
    monkeypatch.setattr(checks, "GROUPS", (course.Broken,))
    path = tmp_path / "results.json"
    done = run("grade", RIGHT, "--assignment", kl_only, "--results", path)
    assert done.exit_code == 3
    assert "Grader fault, not your mark; staff will regrade" in done.stdout
    assert "the secret of the grader" in done.stderr
    assert "the secret of the grader" not in done.stdout
    assert (read_valid(path)["score"], total(read_valid(path))) == (0, 6)


def test_checks_that_cannot_be_set_up_exit_with_3(kl_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hidden test is refused before anything is graded."""
    monkeypatch.setattr(checks, "GROUPS", (course.Hidden,))
    done = run("grade", RIGHT, "--assignment", kl_only)
    assert done.exit_code == 3
    assert "has the visibility 'hidden'" in done.stderr


def test_student_text_is_printed_literally() -> None:
    """Neither rich's markup nor the terminal's escapes reach the terminal as such."""
    done = run("grade", SUBMISSIONS / "odd" / "exception_with_markup")
    text = " ".join(done.stdout.split())
    assert "[bold red]not markup[/] :warning: �[31m �]0;title� ä漢" in text
    assert not {"\x1b", "\x07", "\r"} & set(done.stdout)


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_the_verbs_and_options(option: str) -> None:
    """Enough to find the rest by oneself."""
    assert all(verb in run(option).output for verb in ("grade", "gradescope"))
    told = run("grade", option).output
    assert all(word in told for word in ("SUBMISSION", "--results", "--assignment", "exit code is 0", "3"))


def test_the_module_is_the_command_line(tmp_path: Path) -> None:
    """python -m autograder works from any folder, and on a path with spaces."""
    handed_in = tmp_path / "handed in" / "vae.py"
    handed_in.parent.mkdir()
    handed_in.write_bytes(RIGHT.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", handed_in.parent, "--results", "results.json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    # A busy machine may be told now and then what goes on.
    progress = ("starting", "grading ", "looking for likely causes")
    assert [line for line in done.stderr.splitlines() if not line.startswith(progress)] == []
    assert done.returncode == 0
    assert "Total 60/90" in " ".join(done.stdout.split())
    assert json.loads((tmp_path / "results.json").read_text())["score"] == 60


def test_a_path_alone_is_graded() -> None:
    """The verb that is typed most may be left out."""
    path = SUBMISSIONS / "odd" / "empty_file"
    alone, named = (re.sub(r"in [\d.]+ s", "", run(*words).stdout) for words in ((path,), ("grade", path)))
    assert alone == named


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_says_what_it_is_for(verb: str) -> None:
    """Each one is in a module of its own name."""
    assert f"Usage: main {verb}" in run(verb, "--help").output


def test_json_is_all_of_the_output() -> None:
    """For another program to read."""
    for option in (["--json"], ["--results", "-"]):
        results = json.loads(run("grade", RIGHT, *option).stdout)
        assert (results["score"], total(results)) == (60, 90)


def test_quiet_prints_the_total_alone() -> None:
    """For a loop over submissions."""
    assert run("grade", RIGHT, "--quiet").stdout == "60/90\n"


@pytest.mark.parametrize("name", ["beta_scaling", "2.2.4.1"])
def test_one_check_is_run_with_those_that_it_builds_on(name: str) -> None:
    """By its id or number."""
    rows = json.loads(run("grade", RIGHT, "--json", "--only", name).stdout)["tests"]
    assert [row["extra_data"]["check"] for row in rows] == ["kl_values", "elbo_values", "beta_scaling"]


def test_a_check_that_is_not_there_is_said() -> None:
    """With the one that is near."""
    done = run("grade", RIGHT, "--only", "kl_value")
    assert (done.exit_code, "kl_value: no such check is graded. Did you mean kl_values?" in done.stderr) == (
        2,
        True,
    )


@pytest.mark.parametrize("verb", ["grade", "check"])
def test_a_class_is_not_graded_as_one_student(verb: str, tmp_path: Path) -> None:
    """In folders of their own, also within others, or with names before the files'."""
    folders, flat = tmp_path / "folders", tmp_path / "flat"
    flat.mkdir()
    for name in ("ada", "ben"):
        (folders / name / "attempt").mkdir(parents=True)
        shutil.copy(RIGHT, folders / name / "attempt" / "vae.py")
        shutil.copy(RIGHT, flat / f"{name}_4711_vae.py")
    for folder, told in ((folders, "ada, ben"), (flat, "ada_4711_vae.py, ben_4711_vae.py")):
        done = run(verb, folder)
        assert done.exit_code == 2
        assert f"holds the work of several students: {told}." in " ".join(done.stderr.split())
        assert f"batch {folder}" in done.stderr


def test_a_hand_in_with_folders_is_one_students(tmp_path: Path) -> None:
    """A file that is graded at the top, and others of that name below; or in one folder."""
    for name in (".", "old", "older"):
        (tmp_path / "one" / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(RIGHT, tmp_path / "one" / name / "vae.py")
    assert run("grade", tmp_path / "one", "--quiet").stdout == "60/90\n"
    assert run("grade", tmp_path, "--quiet").exit_code == 0


def test_the_version_is_printed() -> None:
    """The package's own."""
    assert run("--version").output == f"autograder, version {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_the_command_line(shell: str) -> None:
    """What is printed names the program and the variable that the script knows."""
    printed = run("completion", shell).output
    assert "_RUN_AUTOGRADER_COMPLETE" in printed
    assert "run_autograder" in printed


def test_the_readme_names_every_verb() -> None:
    """Whoever has read it knows what can be asked for."""
    named = re.findall(r"[a-z]+", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [verb for verb in VERBS if verb not in named] == []
