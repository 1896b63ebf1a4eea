"""Folders that were made to break what reads them: refused with a reason, or graded without what is odd."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import gradescope
from autograder.paths import ROOT
from tests.support.results_schema import read_valid, total

NAMES = [
    b"line\nbreak",
    b"\x1b[31mred\x1b[0m",
    b"<img src=x onerror=alert(1)>",
    b"[red]markup[bold] **bold**",
    b"\xff\xfe broken",
    b"n" * 255,
    b"-rf",
    b"..%2f..%2fetc",
    b" ",
    b"con.py",
    "\u202egnp.eav".encode(),
]


def deep(folder: Path) -> None:
    """Make folders 3,000 deep, with a submission at the end."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("vae.py", os.O_CREAT, dir_fd=here))
    os.close(here)


def many(folder: Path) -> None:
    """Make 10,000 small files."""
    for n in range(10_000):
        (folder / f"{n}.txt").touch()


def large(name: str) -> Callable[[Path], None]:
    """Return what makes a file of 1 GB that takes no room."""

    def make(folder: Path) -> None:
        (folder / name).touch()
        os.truncate(folder / name, 1 << 30)

    return make


def names(folder: Path) -> None:
    """Make files with names that break lines, terminals, pages and commands."""
    for name in NAMES:
        (folder / os.fsdecode(name)).write_bytes(b"1 / 0")


def links(folder: Path) -> None:
    """Make links to secrets, to folders, to nothing and in a circle."""
    for n, target in enumerate(["/etc/shadow", "/proc/self/environ", "/dev/zero", "/", "/nothing", "circle"]):
        (folder / f"link{n}").symlink_to(target)
    (folder / "circle").symlink_to("circle")


def main_is_a_link(folder: Path) -> None:
    """Make the graded file a link to the reference."""
    (folder / "vae.py").unlink()
    (folder / "vae.py").symlink_to(ROOT / "reference" / "numpy" / "vae.py")


def main_is_a_fifo(folder: Path) -> None:
    """Make the graded file a FIFO that nobody writes to."""
    (folder / "vae.py").unlink()
    os.mkfifo(folder / "vae.py")


def main_is_a_folder(folder: Path) -> None:
    """Make the graded file a folder."""
    (folder / "vae.py").unlink()
    (folder / "vae.py").mkdir()


def graded(root: Path, odd: Callable[[Path], None]) -> dict[str, Any]:
    """Return the results of a right submission with something odd in its folder."""
    odd(root / "submission")
    gradescope.run(root, ROOT / "assignment.toml")
    results = read_valid(root / "results" / "results.json")
    assert total(results) == 90
    return results


@pytest.mark.parametrize(
    ("odd", "note"),
    [
        (deep, ""),
        (names, ""),
        (
            links,
            "Left out, as links or no regular files: circle, link0, link1, link2, link3 and 2 more.",
        ),
    ],
    ids=["deep", "names", "links"],
)
def test_graded(odd: Callable[[Path], None], note: str, root: Path) -> None:
    """What is odd beside the graded file costs nothing."""
    try:
        results = graded(root, odd)
    finally:
        subprocess.run(["rm", "-rf", root / "submission"], check=True)  # too deep for Python
    assert (results["score"], results["output"]) == (60, note)


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (many, "More than 1000 files were handed in. Hand in only your own code."),
        (
            large("data.bin"),
            "More than 100 MB were handed in, with data.bin of 1024.0 MB. Leave out data and trained models.",
        ),
        (
            large("vae.py"),
            "More than 100 MB were handed in, with vae.py of 1024.0 MB. Leave out data and trained models.",
        ),
        (main_is_a_link, "vae.py is a link or no regular file. Hand in the file itself."),
        (main_is_a_fifo, "vae.py is a link or no regular file. Hand in the file itself."),
        (main_is_a_folder, "No file was handed in. Hand in vae.py."),
    ],
    ids=["many", "large data", "large file", "link", "fifo", "folder"],
)
def test_refused(odd: Callable[[Path], None], reason: str, root: Path) -> None:
    """What cannot be graded is refused with a reason, and every test is there."""
    results = graded(root, odd)
    assert (results["score"], results["output"]) == (0, reason)


@pytest.mark.root  # who alone can make devices
def test_device(root: Path) -> None:
    """A device is not opened."""
    zero = root / "submission" / "zero"
    results = graded(root, lambda _: os.mknod(zero, stat.S_IFCHR | 0o666, os.makedev(1, 5)))
    assert results["output"] == "Left out, as links or no regular files: zero."
