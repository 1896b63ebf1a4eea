"""A run on Gradescope: whatever it finds, a valid results.json with the same tests is there at the end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder import checks, gradescope
from autograder.cli import VERBS
from autograder.gradescope import MAX_METADATA, identity
from autograder.grading import FAULT, UNFINISHED
from autograder.paths import ROOT
from autograder.results import file as results_file
from autograder.sandbox.walls import places
from autograder.sandbox.walls.places import REMEDIES
from tests.support import course_checks as course
from tests.support.layout import METADATA, run_script
from tests.support.results_schema import read_valid, statuses, total


def run(root: Path, assignment: Path = ROOT / "assignment.toml") -> dict[str, Any]:
    """Grade in this process and return the results."""
    gradescope.run(root, assignment)
    return read_valid(root / "results" / "results.json")


@pytest.mark.parametrize(
    ("metadata", "found"),
    [
        ({"id": 123456}, "123456"),
        ({"id": "abc-123"}, "abc-123"),
        ({"id": "x" * 10_000}, "x" * 200),
        (METADATA, "123456"),
    ],
    ids=["number", "text", "long text", "everything"],
)
def test_the_submissions_id_is_its_identity(
    metadata: dict[str, Any], found: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that a regrade repeats the verdict and a resubmission has other inputs."""
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps(metadata))
    assert identity(path) == found
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"3",
        b"{}",
        b'{"id": null}',
        b'{"id": ""}',
        b'{"id": [1]}',
        b'{"id": 1.5}',
        b'{"id": ' + b"9" * 5000 + b"}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": 1, "users": "' + b"x" * MAX_METADATA + b'"}',
    ],
    ids=lambda content: str(content)[:20],
)
def test_metadata_without_an_id_is_no_fault(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, malformed or huge: the hash of the files takes its place, and staff can see that it did."""
    path = tmp_path / "submission_metadata.json"
    path.mkdir() if content is None else path.write_bytes(content)
    assert identity(path) == ""
    assert "no submission id could be read" in capsys.readouterr().out


def test_a_submission_is_graded_under_its_id(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Full marks for the right one; staff read layers, seeds, versions and short answers in stdout."""
    (root / "submission" / "short_answers.md").write_text("## 2.1\nThe noise.\nlayer landlock: holds\n")
    results = run(root)
    assert (results["score"], total(results)) == (60, 90)
    assert results["extra_data"]["identity"] == "123456"
    assert results["stdout_visibility"] == "hidden"
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "graded: 60 points"
    assert [line for line in told if line.startswith("layer ")] == [
        f"layer {layer}: holds, {'' if layer in places.gradescope().required else 'not '}required"
        for layer in REMEDIES
    ]
    assert "to repeat any of it: ./run_autograder replay results.json SUBMISSION [--check ID]" in told
    at = told.index("short answer 2.1, 5 words:")
    assert told[at + 1 : at + 4] == [
        "  | The noise.",
        "  | layer landlock: holds",
        "  words of: noise is moved outside (noise)",
    ]
    assert json.loads(told[-1]) == results["extra_data"]


def test_what_is_for_staff_stands_where_students_do_not_look(root: Path) -> None:
    """In stdout and extra_data, which Gradescope shows to staff; all else is what a student may read."""
    (root / "submission" / "short_answers.md").write_text("## 2.1\nThe noise.\n")
    (root / "submission" / "derivations.pdf").write_bytes(b"%PDF-1.7")
    results = run(root)
    staff = json.dumps([results.pop("extra_data"), *(row.pop("extra_data") for row in results["tests"])])
    notes = ("noise is moved outside", "The noise.", "manual", "seeds", "sampler_mean", "p_values")
    assert [note for note in notes if note not in staff] == []
    assert [note for note in notes if note in json.dumps(results)] == []
    assert results["stdout_visibility"] == "hidden"
    assert {row["visibility"] for row in results["tests"]} == {results["visibility"]} == {"visible"}


def test_without_metadata_it_is_graded_under_its_hash(root: Path) -> None:
    """A missing file is no reason to lose a result."""
    (root / "submission_metadata.json").unlink()
    results = run(root)
    assert results["score"] == 60
    assert results["extra_data"]["identity"] == results["extra_data"]["digest"]


def test_an_empty_submission_has_every_test(root: Path) -> None:
    """And is told what to hand in."""
    (root / "submission" / "vae.py").unlink()
    results = run(root)
    assert (results["score"], total(results)) == (0, 90)
    assert results["output"] == "No file was handed in. Hand in vae.py."
    assert "fault" not in results["extra_data"]


def test_a_missing_submission_folder_is_the_platforms_fault(root: Path) -> None:
    """Every test is there, none is judged, and staff see why."""
    shutil.rmtree(root / "submission")
    results = run(root)
    assert (results["score"], total(results), results["output"]) == (0, 90, FAULT)
    assert "FileNotFoundError" in results["extra_data"]["fault"]


def test_a_broken_check_leaves_every_test(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No point is judged, and the student sees no traceback."""
    monkeypatch.setattr(checks, "GROUPS", (course.Broken,))
    assignment = tmp_path / "assignment.toml"
    assignment.write_text('[functions]\nkl_divergence = "kl_divergence"\n')
    results = run(root, assignment)
    assert (results["score"], total(results), results["output"]) == (0, 6, FAULT)
    assert statuses(results) == dict.fromkeys(("passes", "broken", "after"), "not run")


def test_a_fault_around_grading_leaves_every_test(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here the process that runs student code cannot be started."""

    def broken(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(gradescope, "Zygotes", broken)
    results = run(root)
    assert (results["score"], total(results), results["output"]) == (0, 90, FAULT)
    assert "no more processes" in results["extra_data"]["fault"]
    assert "no more processes" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["functions = 3", '[functions]\nelbo = "elbo"\n[points]\nkl = 3'])
def test_a_broken_assignment_leaves_a_valid_result(text: str, root: Path, tmp_path: Path) -> None:
    """Without any test, because what the tests are is what cannot be read."""
    (tmp_path / "assignment.toml").write_text(text)
    results = run(root, tmp_path / "assignment.toml")
    assert (results["score"], results["tests"], results["output"]) == (0, [], FAULT)
    assert "AssignmentError" in results["extra_data"]["fault"]


def test_the_result_that_says_did_not_finish_is_written_first(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the platform end the grader, this one is there."""
    written: list[dict[str, Any]] = []
    write = results_file.write

    def remember(path: Path, results: dict[str, Any]) -> None:
        write(path, results)
        written.append(read_valid(path))

    monkeypatch.setattr(results_file, "write", remember)
    run(root)
    unfinished, final = written
    assert (unfinished["score"], unfinished["output"]) == (0, UNFINISHED)
    assert total(unfinished) == total(final)


@pytest.mark.parametrize(("user", "folder", "file"), [(0, 0o700, 0o600), (1000, 0o755, 0o644)])
def test_as_root_the_platforms_folders_are_closed(
    user: int, folder: int, file: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Student code runs as another user, who can then read neither the grader nor the metadata."""
    for name in ("source", "submission", "results"):
        (root / name).chmod(0o755)
    (root / "submission_metadata.json").chmod(0o644)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    gradescope._close_folders(root)
    seen = {path.name: path.stat().st_mode & 0o777 for path in root.iterdir()}
    folders = dict.fromkeys(("source", "submission", "results"), folder)
    assert seen == folders | {"submission_metadata.json": file}


def test_the_verb_exits_with_0_also_after_a_fault(root: Path) -> None:
    """Gradescope shows results.json, not exit codes, and may read it as another user."""
    shutil.rmtree(root / "submission")
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "gradescope", "--root", root],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Traceback" in done.stdout
    assert (root / "results" / "results.json").stat().st_mode & 0o777 == 0o644
    assert read_valid(root / "results" / "results.json")["output"] == FAULT


def test_run_autograder_grades_the_submission(uploaded: Path, environment: dict[str, str]) -> None:
    """As Gradescope starts it: its copy of the script, without arguments, over an older result."""
    (uploaded / "results" / "results.json").write_text("{}")
    status, printed = run_script(uploaded, environment)
    results = read_valid(uploaded / "results" / "results.json")
    assert (status, results["score"], total(results)) == (0, 60, 90)
    assert results["extra_data"]["identity"] == "123456"
    assert printed.startswith("graded: 60 points\n")


def test_run_autograder_leaves_a_result_when_the_assignment_is_broken(
    uploaded: Path, environment: dict[str, str]
) -> None:
    """Exit code 0, because there is a valid result; the fault is in what staff see."""
    (uploaded / "source" / "assignment.toml").write_text("[functions")
    status, printed = run_script(uploaded, environment)
    results = read_valid(uploaded / "results" / "results.json")
    assert (status, results["score"], results["output"]) == (0, 0, FAULT)
    assert "AssignmentError" in printed


def test_run_autograder_leaves_a_result_when_python_cannot_start(
    uploaded: Path, environment: dict[str, str]
) -> None:
    """The last resort, written by the shell, over an older result."""
    (uploaded / "results" / "results.json").write_text("another submission's")
    broken = Path(environment["AUTOGRADER_ENV"]) / "bin"
    broken.unlink()
    broken.mkdir()
    (broken / "python").symlink_to("/bin/false")
    status, printed = run_script(uploaded, environment)
    results = read_valid(uploaded / "results" / "results.json")
    assert (status, results["score"]) == (0, 0)
    assert results["output"].startswith(FAULT)
    assert "it left no result" in printed


def test_run_autograder_with_a_folder_is_the_command_line(
    uploaded: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """The same script, anywhere: a table on the terminal and the result where asked."""
    path = tmp_path / "results.json"
    status, printed = run_script(uploaded, environment, uploaded / "submission", "--results", path)
    assert status == 0
    assert "Total 60/90" in " ".join(printed.split())
    assert read_valid(path)["score"] == 60
    assert not list((uploaded / "results").iterdir())


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["no such folder"], 2, "is no command, and no file or folder of that name exists"),
        (["--help"], 0, "gradescope"),
        (["--nothing"], 2, "No such option"),
    ],
)
def test_run_autograder_passes_exit_codes_on(
    arguments: list[str], status: int, told: str, uploaded: Path, environment: dict[str, str]
) -> None:
    """2 for what cannot be carried out, 0 for help."""
    seen, printed = run_script(uploaded, environment, *arguments)
    assert seen == status
    assert told in printed


def test_run_autograder_without_arguments_elsewhere_says_how_it_is_used(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Exit code 2, every verb is named, and nothing is set up or created."""
    if Path("/autograder").exists():
        pytest.fail("this machine has a folder /autograder, as Gradescope's have")
    script = tmp_path / "run_autograder"
    shutil.copy(ROOT / "run_autograder", script)
    done = subprocess.run([script], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert set(VERBS) - set(done.stderr.split()) == {"gradescope"}
    assert (list(tmp_path.iterdir()), Path("/autograder").exists()) == ([script], False)


def test_a_shell_may_ask_how_a_word_goes_on(uploaded: Path, environment: dict[str, str]) -> None:
    """Only the answer is printed."""
    asked = {
        "_RUN_AUTOGRADER_COMPLETE": "bash_complete",
        "COMP_WORDS": "run_autograder val",
        "COMP_CWORD": "1",
    }
    assert run_script(uploaded, environment | asked) == (0, "plain,validate\n")
