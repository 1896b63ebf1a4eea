"""A folder of many students' work, which is no submission: one of them would get the others' points."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import CommandError
from autograder.submission.files import LITTER, name_list

TEXTS = ("derivations.tex", "derivations.md", "short_answers.md")
DEPTH = 3  # folders below a student's own in which an export may keep the files


def require_one_student(path: Path, expected: str) -> None:
    """Raise CommandError where a folder holds several students' work; `expected` is the name of a file."""
    names = {expected, *(str(Path(expected).with_suffix(suffix)) for suffix in (".ipynb", ".jl"))}
    if path.is_dir() and len(students := _students(path, names)) > 1:
        raise CommandError(
            f"{path} holds the work of several students: {name_list(students)}. Grade a class with "
            f"`./run_autograder batch {path}`, or name the folder of one of them."
        )


def _students(path: Path, names: set[str]) -> list[str]:
    """Return the folders, or files, that are to be graded one by one; none where the folder is a hand-in.

    Exports without folders put a student's name before each file's.
    """
    entries = [entry for entry in sorted(path.iterdir()) if entry.name not in LITTER]
    if {entry.name for entry in entries}.intersection((*names, *TEXTS)):
        return []
    flat = [e.name for e in entries if any(e.name.endswith(f"_{name}") for name in names)]
    below = [entry for entry in entries if entry.is_dir() and not entry.is_symlink()]
    folders = [entry.name for entry in below if _holds(entry, names)]
    return folders if len(folders) > 1 else flat


def _holds(folder: Path, names: set[str], depth: int = DEPTH) -> bool:
    """Whether a file to be graded is in a folder, or not far below it."""
    entries = [entry for entry in folder.iterdir() if entry.name not in LITTER]
    if any(entry.name in names for entry in entries):
        return True
    inner = [entry for entry in entries if entry.is_dir() and not entry.is_symlink()]
    return depth > 0 and any(_holds(entry, names, depth - 1) for entry in inner)
