"""The watch: what a process may have of memory, threads and files, seen from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.assignment import Limits
from autograder.sandbox.outside.watch import MAX_NAMES, MAX_THREADS, Watch


def problem(folder: Path, **limits: int) -> str:
    """Return what a watch on this test's own process says of it."""
    found = Watch(os.getpid(), folder, Limits(**limits)).problem("calling elbo")
    return "" if found is None else f"{found.kind}: {found}"


@pytest.fixture
def many_threads() -> Iterator[None]:
    """Have one thread more than allowed."""
    done = threading.Event()
    threads = [threading.Thread(target=done.wait) for _ in range(MAX_THREADS + 1)]
    for thread in threads:
        thread.start()
    yield
    done.set()
    for thread in threads:
        thread.join()


def test_nothing(tmp_path: Path) -> None:
    """Within its limits a process has no problem."""
    (tmp_path / "file").write_bytes(b"x" * 1000)
    assert problem(tmp_path) == ""


def test_memory(tmp_path: Path) -> None:
    """Memory is what is resident."""
    expected = "memory: Stopped while calling elbo: your code used more than 1 MB of memory."
    assert problem(tmp_path, memory_mb=1) == expected


@pytest.mark.usefixtures("many_threads")
def test_threads(tmp_path: Path) -> None:
    """Threads are counted."""
    expected = f"threads: Stopped while calling elbo: your code started more than {MAX_THREADS} threads."
    assert problem(tmp_path) == expected


DISK = (
    f"disk: Stopped while calling elbo: your code wrote more than 1 MB or {MAX_NAMES} files, "
    "or folders that nobody else can read."
)
DEEP = "disk: Stopped while calling elbo: your code made a path of more than 3000 characters."


def test_disk(tmp_path: Path) -> None:
    """Files count with the room that they take, wherever they are: a sparse one takes none."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "sparse").touch()
    os.truncate(tmp_path / "a" / "sparse", 1 << 30)
    assert problem(tmp_path, disk_mb=1) == ""
    (tmp_path / "a" / "b" / "file").write_bytes(b"x" * (1 << 20))
    assert problem(tmp_path, disk_mb=1) == DISK


def test_names(tmp_path: Path) -> None:
    """Names are counted, empty files and folders too; links are not followed."""
    (tmp_path / "root").symlink_to("/")
    for n in range(MAX_NAMES // 2 - 1):
        (tmp_path / f"d{n}").mkdir()
        (tmp_path / f"f{n}").touch()
    assert problem(tmp_path, disk_mb=100) == ""
    (tmp_path / "one more").touch()
    (tmp_path / "and one more").touch()
    assert problem(tmp_path, disk_mb=1) == DISK


def test_deep(tmp_path: Path) -> None:
    """Folders too deep to be looked through are told as that, not as too many bytes."""
    here = tmp_path
    for _ in range(20):
        here = here / ("d" * 200)
        here.mkdir()
    assert problem(tmp_path, disk_mb=1) == DEEP


def test_end(tmp_path: Path) -> None:
    """A process that has ended has no problem: its pipe says how it ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    watch = Watch(process.pid, tmp_path, Limits())
    process.wait()
    assert watch.problem("calling elbo") is None
    assert not watch.is_headless()
