"""One run on Gradescope: its folders, its metadata, and a valid results.json whatever happens."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from autograder import unfinished
from autograder.course import assignment
from autograder.grading import FAULT, Grading, grade, not_graded
from autograder.report import answer
from autograder.results import file as results_file
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.walls import places

MAX_METADATA = 4 << 20
MAX_IDENTITY = 200
CODE = "2.2."  # what the numbers of the tests of student code begin with
PRIVATE = ("source", "submission", "results", "submission_metadata.json")
PLATFORM_ROOT = Path("/autograder")
WRITABLE_BY_ALL = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock")


def run(root: Path, assignment_file: Path) -> None:
    """Grade root/submission and write root/results/results.json; what it prints is for staff."""
    target = root / "results" / "results.json"
    try:
        _close_folders(root)
        grading = _grade(root, assignment_file, target)
    except Exception:
        grading = _not_graded(assignment_file, traceback.format_exc())
    _invite(grading.results["tests"])
    results_file.write(target, grading.results)
    print(grading.fault or f"graded: {grading.results['score']:g} points")
    _describe(grading.results["extra_data"].get("layers"))
    print("to repeat any of it: ./run_autograder replay results.json SUBMISSION [--check ID]")
    print(*answer.lines(grading.results["tests"]), sep="\n", end="\n\n")
    print(json.dumps(grading.results["extra_data"], default=str))


def _invite(rows: list[dict[str, Any]]) -> None:
    """Tell students where they can try a failed test of their code again: on public inputs, of their own."""
    for row in rows:
        if row["extra_data"]["status"] == "failed" and row["number"].startswith(CODE):
            row["output"] += f"\nTo try it: python check.py runs test {row['number']} on public inputs."


def _describe(layers: Sequence[str] | None) -> None:
    """Tell staff what this machine offers, and what has confined the student's code."""
    from autograder.staff import doctor

    print("\n".join(doctor.machine()))
    print("\n".join(doctor.layers(layers, places.gradescope())) if layers else "no student code was run")


def _grade(root: Path, assignment_file: Path, target: Path) -> Grading:
    if not unfinished.is_written(target, assignment_file):
        results_file.write(target, unfinished.results(assignment_file))
    with Zygotes(places.gradescope()) as zygotes:
        return grade(
            root / "submission",
            assignment.load(assignment_file),
            zygotes,
            identity=identity(root / "submission_metadata.json"),
        )


def _not_graded(assignment_file: Path, fault: str) -> Grading:
    """Return results for a fault around grading: with every test, unless these cannot be known either."""
    try:
        return not_graded(assignment.load(assignment_file), fault)
    except Exception:
        return Grading({"score": 0.0, "output": FAULT, "tests": [], "extra_data": {"fault": fault}}, fault)


def identity(metadata: Path) -> str:
    """Return the submission's id, or nothing where the metadata has none that can be read."""
    try:
        with metadata.open("rb") as file:
            account: Any = json.loads(file.read(MAX_METADATA))
        identity = account["id"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        identity = None
    if isinstance(identity, int | str) and str(identity):
        return str(identity)[:MAX_IDENTITY]
    print(f"{metadata.name}: no submission id could be read; the hash of the files is used instead")
    return ""


def _close_folders(root: Path) -> None:
    """As root, keep everything of the platform's out of reach of the student code's user.

    In the platform's container, which nobody else uses, also the folders in which any user may leave files.
    """
    if os.geteuid() != 0:
        return
    for name in PRIVATE:
        path = root / name
        with suppress(OSError):
            path.chmod(0o700 if path.is_dir() else 0o600)
    if root == PLATFORM_ROOT and in_container():
        for folder in WRITABLE_BY_ALL:
            with suppress(OSError):
                Path(folder).chmod(0o755)


def in_container() -> bool:
    """Whether this machine's root folder was made by a container engine."""
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return True
    root = next((part for part in psutil.disk_partitions(all=True) if part.mountpoint == "/"), None)
    return root is not None and root.fstype == "overlay"
