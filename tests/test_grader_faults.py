"""The grader's own faults: a valid result is there, or the earlier one, and staff are told."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from autograder import unfinished
from autograder.gradescope import MAX_METADATA, identity
from autograder.grading import FAULT, UNFINISHED
from autograder.paths import ROOT
from tests.support.layout import SUBMISSIONS, run_script
from tests.support.results_schema import read_valid, total

SLOW = SUBMISSIONS / "probe" / "slow.py"  # each call takes a moment, so that there is time to break something
SOON = 30  # seconds
MOMENTS = [0.0, 0.1, 0.2, 0.4, 0.7, 1.1, 1.6]  # seconds after its start


@pytest.fixture
def grader(root: Path) -> Iterator[psutil.Popen]:
    """A grader at work on a right submission that is slow."""
    shutil.copy(SLOW, root / "submission" / "vae.py")
    with (root / "stdout").open("w") as stdout:
        command = [sys.executable, "-m", "autograder", "gradescope", "--root", str(root)]
        process = psutil.Popen(command, cwd=ROOT, stdout=stdout, stderr=stdout)
    yield process
    with contextlib.suppress(psutil.Error):
        process.kill()
    process.wait()


def is_zygote(process: psutil.Process) -> bool:
    """Whether a process is the warm one: it leads the session that it was started in, as the child does."""
    return (
        "autograder.sandbox.inside.forkserver" in " ".join(process.cmdline())
        and process.uids().real == os.getuid()
    )


def is_child(grader: psutil.Process) -> Callable[[psutil.Process], bool]:
    """Return what knows a process that runs student code: it came after the zygote, and has a filter."""

    def runs_student_code(process: psutil.Process) -> bool:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        confined = "Seccomp:\t2" in status and process.pid != min(p.pid for p in grader.children())
        return confined and time.time() - process.create_time() > 1

    return runs_student_code


def kill_first(grader: psutil.Popen, wanted: Callable[[psutil.Process], bool]) -> None:
    """Kill the newest process of the grader's as soon as it is the one that is wanted."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        with contextlib.suppress(psutil.Error, OSError):
            newest = max(grader.children(), key=lambda process: process.create_time(), default=None)
            if newest and wanted(newest):
                newest.kill()
                return
    raise AssertionError("there was no such process")


def test_the_zygote_is_killed_while_it_warms_up(grader: psutil.Popen, root: Path) -> None:
    """Nothing could be judged: every test is there, and staff read why."""
    kill_first(grader, is_zygote)
    assert grader.wait(SOON) == 0
    results = read_valid(root / "results" / "results.json")
    assert (results["score"], total(results), results["output"]) == (0, 90, FAULT)
    assert "the warm numpy process does not answer" in (root / "stdout").read_text()


@pytest.mark.slow
def test_the_child_is_killed(grader: psutil.Popen, root: Path) -> None:
    """It ends one call, or the import, and a fresh one answers the next: one function is hurt, or none."""
    kill_first(grader, is_child(grader))
    assert grader.wait(SOON) == 0
    results = read_valid(root / "results" / "results.json")
    assert total(results) == 90
    told = [results["output"], *(test["output"] for test in results["tests"])]
    hurt = "ended by signal SIGKILL (out of memory?)" in "\n".join(told)
    assert FAULT not in results["output"]
    assert hurt or results["score"] == 60


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_grader_is_killed(moment: float, uploaded: Path, environment: dict[str, str]) -> None:
    """At any moment: what is left says that grading did not finish, and no process goes on."""
    shutil.copy(SLOW, uploaded / "submission" / "vae.py")
    script = psutil.Popen(
        [uploaded / "run_autograder"],
        env=environment | {"AUTOGRADER_ROOT": str(uploaded)},
        stdout=subprocess.PIPE,
        text=True,
    )
    grader = graders_process(script)
    time.sleep(moment)
    family = [grader, *grader.children(recursive=True)]
    grader.send_signal(signal.SIGKILL)
    printed, _ = script.communicate(timeout=SOON)
    results = read_valid(uploaded / "results" / "results.json")
    assert results["score"] == 0
    assert results["output"].startswith((UNFINISHED, FAULT))
    assert "the autograder ended with an error" in printed
    assert psutil.wait_procs(family, timeout=SOON)[1] == []


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.1, 0.3])
def test_everything_is_killed(moment: float, uploaded: Path, environment: dict[str, str]) -> None:
    """The bundle's script has written a result with every test before Python has started."""
    assignment = uploaded / "source" / "assignment.toml"
    (uploaded / "source" / "unfinished.json").write_text(json.dumps(unfinished.results(assignment)))
    target = uploaded / "results" / "results.json"
    script = psutil.Popen(
        [uploaded / "run_autograder"],
        env=environment | {"AUTOGRADER_ROOT": str(uploaded)},
        stdout=subprocess.DEVNULL,
    )
    while not target.exists():
        time.sleep(0.001)
    time.sleep(moment)
    for process in (script, *script.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            process.kill()
    script.wait()
    results = read_valid(target)
    assert (results["score"], results["output"], total(results)) == (0, UNFINISHED, 90)
    assert unfinished.is_written(target, assignment)


def graders_process(script: psutil.Popen) -> psutil.Process:
    """Return the Python process that run_autograder starts last."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        for process in script.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if "gradescope" in process.cmdline():
                    return process
    raise AssertionError("run_autograder started no grader")


@pytest.mark.root  # who alone can mount
@pytest.mark.parametrize(
    ("size", "output"), [("12k", UNFINISHED), ("4k", None)], ids=["almost full", "full from the start"]
)
def test_the_disk_is_full(size: str, output: str | None, uploaded: Path, environment: dict[str, str]) -> None:
    """The result that says "did not finish" stays where the final one has no room, and staff are told."""
    kept = uploaded / "kept.json"
    mount = f'mount -t tmpfs -o size={size},mode=700 tmpfs results && "$0"; cp results/results.json "$1"'
    command = ["unshare", "--mount", "sh", "-c", mount, str(uploaded / "run_autograder"), str(kept)]
    done = subprocess.run(
        command,
        cwd=uploaded,
        env=environment | {"AUTOGRADER_ROOT": str(uploaded)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "No space left on device" in done.stdout
    if output is None:
        assert not kept.exists() or read_valid(kept)["score"] == 0
    else:
        assert read_valid(kept)["output"] == output


@pytest.mark.root  # who alone can mount
def test_the_results_folder_is_read_only(uploaded: Path, environment: dict[str, str]) -> None:
    """Nothing can be written: staff are told, and the exit code says so too."""
    mount = 'mount -t tmpfs -o ro tmpfs results && "$0"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mount, str(uploaded / "run_autograder")],
        cwd=uploaded,
        env=environment | {"AUTOGRADER_ROOT": str(uploaded)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Read-only file system" in done.stdout + done.stderr


NO_ID = "no submission id could be read; the hash of the files is used instead"


@pytest.mark.parametrize(
    "metadata",
    [None, b"", b"{", b"[]", b'{"id": ' + b"9" * (MAX_METADATA + 10) + b"}", b"\xff" * 100, b"[" * 100_000],
    ids=["missing", "empty", "cut", "a list", "huge", "binary", "deep"],
)
def test_metadata_that_says_nothing(
    metadata: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No id is made up, and staff are told."""
    path = tmp_path / "submission_metadata.json"
    if metadata is not None:
        path.write_bytes(metadata)
    assert identity(path) == ""
    assert capsys.readouterr().out == f"submission_metadata.json: {NO_ID}\n"


def test_a_submission_without_an_id_is_graded(uploaded: Path, environment: dict[str, str]) -> None:
    """All the same, under the hash of its files."""
    (uploaded / "submission_metadata.json").write_bytes(b"[" * 100_000)
    status, printed = run_script(uploaded, environment)
    results = read_valid(uploaded / "results" / "results.json")
    assert (status, results["score"]) == (0, 60)
    assert NO_ID in printed
