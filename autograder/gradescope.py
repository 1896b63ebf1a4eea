"""One run on Gradescope: its folders, its metadata, and a valid results.json whatever happens."""

from __future__ import annotations

import json
import os
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder import assignment, results_file
from autograder.grading import FAULT, Graded, Zygotes, grade, not_graded

MAX_METADATA = 4 << 20
MAX_IDENTITY = 200
PRIVATE = ("source", "submission", "results", "submission_metadata.json")


def run(root: Path, assignment_file: Path) -> None:
    """Grade root/submission and write root/results/results.json; what it prints is for staff."""
    target = root / "results" / "results.json"
    try:
        _close_folders(root)
        graded = _grade(root, assignment_file, target)
    except Exception:
        graded = _not_graded(assignment_file, traceback.format_exc())
    results_file.write(target, graded.results)
    print(graded.fault or f"graded: {graded.results['score']:g} points")
    print(json.dumps(graded.results["extra_data"], default=str))


def _grade(root: Path, assignment_file: Path, target: Path) -> Graded:
    with Zygotes() as zygotes:
        return grade(
            root / "submission",
            assignment.load(assignment_file),
            zygotes,
            identity=identity(root / "submission_metadata.json"),
            on_start=lambda unfinished: results_file.write(target, unfinished),
        )


def _not_graded(assignment_file: Path, fault: str) -> Graded:
    """Return results for a fault around grading: with every test, unless these cannot be known either."""
    try:
        return not_graded(assignment.load(assignment_file), fault)
    except Exception:
        return Graded({"score": 0.0, "output": FAULT, "tests": [], "extra_data": {"fault": fault}}, fault)


def identity(metadata: Path) -> str:
    """Return the submission's id, or nothing where the metadata has none that can be read."""
    try:
        with metadata.open("rb") as file:
            known: Any = json.loads(file.read(MAX_METADATA))
        found = known["id"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        found = None
    if isinstance(found, int | str) and str(found):
        return str(found)[:MAX_IDENTITY]
    print(f"{metadata.name}: no submission id could be read; the hash of the files is used instead")
    return ""


def _close_folders(root: Path) -> None:
    """As root, keep everything of the platform's out of reach of the student code's user."""
    if os.geteuid() == 0:
        for name in PRIVATE:
            path = root / name
            with suppress(OSError):
                path.chmod(0o700 if path.is_dir() else 0o600)
