"""The files of a submission, read without following a link and without trusting their number or size."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import AutograderError
from autograder.glyphs import visible

MAX_FILES = 1000
MAX_BYTES = 100 << 20
MAX_DEPTH = 20
MAX_PATH = 1000  # characters; the system takes 4096 in all
LITTER = ("__MACOSX", "__pycache__", ".git", ".ipynb_checkpoints", ".DS_Store")
ENVIRONMENT = "pyvenv.cfg"  # what lies, beside lib, in every folder of installed packages
# The files of student.zip that are the course's and not the student's, and the one that it is known by.
CHECKER = "autograder/check.py"
CHECKERS = ("check.py", "README.md", "requirements.txt", "assignment.toml")
MAX_NAMES = 5
Files = tuple[tuple[str, bytes], ...]


class SubmissionError(AutograderError):
    """Nothing in the submission can be graded; the text tells the student what to change."""


class Unread(SubmissionError):
    """Reading did not come to its end; the text tells the student, `staff` holds what there is to know."""

    def __init__(self, text: str, staff: str = "") -> None:
        super().__init__(text)
        self.staff = staff


def read_file(path: Path) -> bytes:
    """Return the content of a single file."""
    return _content(str(path), None, path.name, MAX_BYTES)


def read_folder(path: Path) -> tuple[Files, list[str]]:
    """Return the files below a folder in the order of their names, and the names that are no regular files.

    What archives and editors leave behind is ignored, and so are installed packages and what lies too deep.
    Raises SubmissionError when there is too much, OSError when something cannot be read.
    """
    content: dict[str, bytes] = {}
    others: list[str] = []
    room, folders = MAX_BYTES, 0
    for name, mode, folder in _walk(os.open(path, os.O_RDONLY | os.O_DIRECTORY), "", 0):
        if max(folders, len(content) + len(others)) >= MAX_FILES:
            raise SubmissionError(f"More than {MAX_FILES} files were handed in. Hand in only your own code.")
        if stat.S_ISREG(mode):
            content[name] = _content(Path(name).name, folder, name, room)
            room -= len(content[name])
        elif stat.S_ISDIR(mode):
            folders += 1
        else:
            others.append(name)
    return tuple(sorted(content.items())), sorted(others)


def without_checker(files: Files) -> Files:
    """Return files without those that check a student's work, where they were handed in with it."""
    roots = [name.removesuffix(CHECKER) for name, _ in files if f"/{name}".endswith(f"/{CHECKER}")]
    theirs = {f"{root}{name}" for root in roots for name in CHECKERS}
    folders = tuple(f"{root}{CHECKER.partition('/')[0]}/" for root in roots)
    return tuple(
        (n, data) for n, data in files if n not in theirs and not (folders and n.startswith(folders))
    )


def name_list(names: list[str]) -> str:
    """Return the first names, quoted where a space would not be seen, and the number of the others."""
    plain = (visible(name, layout="")[:80] for name in names[:MAX_NAMES])
    text = ", ".join(f'"{name}"' if name != name.strip() else name for name in plain)
    return text + (f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else "")


def _walk(folder: int, prefix: str, depth: int) -> Iterator[tuple[str, int, int]]:
    """Yield the name and mode of each entry below an open folder, and its own folder's descriptor.

    It is to be opened from there: a folder that is swapped for a link meanwhile is not followed.
    """
    try:
        names = sorted(os.listdir(folder))
        if prefix and ENVIRONMENT in names and {"lib", "Lib"} & set(names):
            return
        for name in names:
            if name in LITTER or name.startswith("._"):
                continue
            if len(os.fsencode(prefix + name)) > MAX_PATH:
                raise SubmissionError(
                    f"The path of {name_list([name])} has more than {MAX_PATH} characters. Give its folders "
                    "shorter names, or hand in your own code alone."
                )
            mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
            yield prefix + name, mode, folder
            if stat.S_ISDIR(mode) and depth < MAX_DEPTH:
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
                yield from _walk(inner, f"{prefix}{name}/", depth + 1)
    finally:
        os.close(folder)


def _content(path: str, folder: int | None, name: str, room: int) -> bytes:
    """Read a regular file, never through a link, unless it is larger than what there is room for."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(f"{name_list([name])} is not a regular file.")
        # It may grow while it is read.
        content = file.read(room + 1) if status.st_size <= room else b""
        if max(status.st_size, len(content)) > room:
            raise SubmissionError(
                f"More than {MAX_BYTES >> 20} MB were handed in, with {name_list([name])} of "
                f"{max(status.st_size, len(content)) / (1 << 20):.1f} MB. Leave out data and trained models."
            )
        return content
