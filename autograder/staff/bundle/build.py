"""Both archives, written into a folder."""

from __future__ import annotations

import secrets
from pathlib import Path

from autograder.staff.bundle.archive import archive
from autograder.staff.bundle.handout import student
from autograder.staff.bundle.upload import upload


def build(out: Path, salt: str | None) -> list[Path]:
    """Write autograder.zip and student.zip into a folder and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in (("autograder", upload(salt or secrets.token_hex(16))), ("student", student())):
        path = out / f"{name}.zip"
        path.write_bytes(archive(content))
        written.append(path)
    return written
