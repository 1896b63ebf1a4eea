"""The folders of workers: what killed graders have left is swept, and where there is no room it is said."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from autograder.check import public_assignment
from autograder.diagnosis.bank import code_alone
from autograder.grading import FAULT, NOT_JUDGED, grade
from autograder.sandbox.outside import scratch
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.scratch import AMPLE, MAX_AGE, MEMORY, MODE, NAMES, PREFIX, Scratch, sweep
from tests.support.layout import SUBMISSIONS


def test_old_folders_are_swept(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One older than any grading takes goes, in memory too; data, one in use, a link and others stay."""
    monkeypatch.setattr(scratch, "MEMORY", str(memory := shelf / "memory"))
    data, other = shelf / f"{PREFIX}data", shelf / "other"
    long_ago = time.time() - MAX_AGE - 60
    for folder in (shelf / f"{PREFIX}old", memory / f"{PREFIX}old", data, other):
        (folder / "submission").mkdir(parents=True)
        folder.chmod(0o755 if folder == data else MODE)
        os.utime(folder, (long_ago, long_ago))
    (shelf / f"{PREFIX}link").symlink_to(other)
    with Scratch([("vae.py", b"")], None) as used:
        sweep()
        left = {path.name for path in shelf.iterdir()}
        assert left == {"memory", data.name, "other", f"{PREFIX}link", used.top.name}
        assert list(memory.iterdir()) == []
        assert (other / "submission").is_dir()


@pytest.mark.parametrize(
    ("variable", "free", "expected"),
    [(None, AMPLE, MEMORY), (None, AMPLE - 1, None), ("TMPDIR", AMPLE, None)],
)
def test_folders_lie_in_memory_where_there_is_room(
    variable: str | None, free: int, expected: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where there is not, and where a variable says where, they lie with all other temporary files."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda *asked: asked == (MEMORY, os.W_OK))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    if variable:
        monkeypatch.setenv(variable, str(tmp_path))
    assert scratch.shelf() == (expected or str(tmp_path))


def no_space(*_: Any, **__: Any) -> None:
    """Fail as on a full disk."""
    raise OSError(errno.ENOSPC, "No space left on device")


def nearly_full(_: str) -> Any:
    """Answer as a file system with one megabyte left."""
    return SimpleNamespace(free=1 << 20)


def no_folder() -> None:
    """Fail as Python does where no folder for temporary files can be written."""
    raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp', '/var/tmp']")


@pytest.mark.parametrize(
    ("module", "name", "fault", "said"),
    [
        (shutil, "disk_usage", nearly_full, "{} has 1 MB left, and 32 MB are needed. "),
        (tempfile, "mkdtemp", no_space, "{} is full. "),
        (tempfile, "gettempdir", no_folder, "No usable temporary directory found in ['/tmp', '/var/tmp']. "),
    ],
)
def test_no_room_is_said_and_is_no_students_fault(
    module: ModuleType, name: str, fault: Any, said: str, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which folder is full and what to do, without a traceback; every test is there, and none is judged."""
    monkeypatch.setattr(module, name, fault)
    with Zygotes() as zygotes:
        graded = grade(SUBMISSIONS / "right/np_randn.py", code_alone(public_assignment()), zygotes)
    assert graded.fault == (
        f"Student code was not run: there is no room for its temporary files, {said.format(shelf)}"
        "Make room there, or name another folder in the variable TMPDIR."
    )
    assert graded.results["output"] == FAULT
    assert {row["output"] for row in graded.results["tests"]} == {NOT_JUDGED}
