"""Gradescope's folders on this machine, with the uploaded files in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.paths import ROOT

SUBMISSIONS = ROOT / "tests" / "submissions"
RIGHT = SUBMISSIONS / "right" / "np_randn.py"
METADATA = {
    "id": 123456,
    "created_at": "2026-01-31T23:59:59.123456-08:00",
    "assignment": {"id": 1, "title": "VAE", "total_points": "100.0", "late_due_date": None},
    "submission_method": "upload",
    "users": [{"id": 7, "name": "A Student", "email": "student@example.org"}],
    "previous_submissions": [{"submission_time": "2026-01-31", "score": 12.0, "results": {"tests": []}}],
}
# What README.md says to upload.
UPLOADED = ("setup.sh", "run_autograder", "requirements*.txt", "assignment.toml", "autograder", "reference")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Gradescope's folders with a right submission in them, on a path with a space."""
    root = tmp_path / "auto grader"
    for folder in ("source", "submission", "results"):
        (root / folder).mkdir(parents=True)
    shutil.copy(RIGHT, root / "submission" / "vae.py")
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))
    return root


@pytest.fixture
def uploaded(root: Path) -> Path:
    """The same, with the uploaded files where Gradescope unpacks them and its copy of run_autograder."""
    for pattern in UPLOADED:
        for path in ROOT.glob(pattern):
            target = root / "source" / path.name
            if path.is_dir():
                shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, target)
    shutil.copy(ROOT / "run_autograder", root)
    return root


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """Variables under which setup.sh finds this interpreter's environment ready, and has nothing to install.

    A folder of links to it, with the stamp that setup.sh itself computes; if that were wrong, pip, which
    may not use an index here, would fail the test. Readable by the user that runs student code.
    """
    stamp = subprocess.run(
        [
            "bash",
            "-c",
            'here=$1; source <(sed -n "/^inspect() {/,/^}/p" "$here/setup.sh"); inspect "$2"',
            "-",
            str(ROOT),
            sys.executable,
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()[0]
    with tempfile.TemporaryDirectory(prefix="a ready environment ") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for path in Path(sys.prefix).iterdir():
            if path.name != ".stamp":
                (folder / path.name).symlink_to(path)
        (folder / ".stamp").write_text(stamp)
        yield os.environ | {
            "AUTOGRADER_ENV": name,
            "AUTOGRADER_PYTHON": sys.executable,
            "PIP_NO_INDEX": "1",
        }


def run_script(root: Path, environment: dict[str, str], *arguments: str | Path) -> tuple[int, str]:
    """Start run_autograder as Gradescope does and return its exit code and what it printed."""
    done = subprocess.run(
        [root / "run_autograder", *arguments],
        cwd=root,
        env=environment | {"AUTOGRADER_ROOT": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
