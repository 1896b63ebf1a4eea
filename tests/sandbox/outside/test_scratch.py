"""The folders of workers: what killed graders have left is swept, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

from autograder.sandbox.outside.scratch import ABANDONED, PREFIX, Scratch, sweep


def test_old_folders_are_swept(shelf: Path) -> None:
    """One that is older than any grading takes goes; one in use, another's name and a link stay."""
    old, other = shelf / f"{PREFIX}old", shelf / "other"
    long_ago = time.time() - ABANDONED - 60
    for folder in (old, other):
        (folder / "submission").mkdir(parents=True)
        os.utime(folder, (long_ago, long_ago))
    (shelf / f"{PREFIX}link").symlink_to(other)
    with Scratch([("vae.py", b"")], None) as scratch:
        sweep()
        assert {path.name for path in shelf.iterdir()} == {"other", f"{PREFIX}link", scratch.top.name}
        assert (other / "submission").is_dir()
