"""Both archives, written into a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.errors import file_at
from autograder.staff.bundle.archive import archive
from autograder.staff.bundle.handout import student
from autograder.staff.bundle.upload import upload


def build(assignment_file: Path, out: Path, salt: str, advance: Callable[[int], None]) -> list[Path]:
    """Write autograder.zip and student.zip into a folder and return their paths.

    `advance` is told of each of `record.GRADINGS` gradings that is done.
    """
    contents = {"autograder": upload(assignment_file, salt), "student": student(assignment_file, advance)}
    paths = {out / f"{name}.zip": archive(content) for name, content in contents.items()}
    with file_at(out, "written"):
        out.mkdir(parents=True, exist_ok=True)
        for path, data in paths.items():
            path.write_bytes(data)
    return list(paths)
