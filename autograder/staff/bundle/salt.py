"""The course's secret: which one is used, and where it is kept, so that a regrade repeats every number."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import NamedTuple

from autograder.course.assignment import AssignmentError, load
from autograder.errors import file_at
from autograder.staff.bundle.course_file import read, with_salt

LEAST = 16  # characters
PLACEHOLDER = "choose your own"  # how the salt of a file begins that nobody has chosen one for


class Salt(NamedTuple):
    """A salt, and where it is kept, in words."""

    text: str
    origin: str


def salt_of(path: Path, own: str | None) -> Salt:
    """Return the instructor's own salt, else the assignment's; where it has none, one is written there."""
    if own:
        _require_long(own)
        return Salt(own, f"kept in autograder.zip alone: write it into {path} to grade here as there")
    current = load(path).statistics.salt
    if is_secret(current):
        _require_long(current)
        return Salt(current, f"kept in {path}")
    new = fresh()
    text = with_salt(read(path), new)
    with file_at(path, "written"):
        path.write_text(text, encoding="utf-8", newline="")
    return Salt(new, f"drawn now and kept in {path}: leave it there during the term")


def is_secret(salt: str) -> bool:
    """Whether a file's salt is a course's own, and not what this project publishes."""
    return bool(salt) and not salt.startswith(PLACEHOLDER)


def _require_long(salt: str) -> None:
    """Refuse a salt that can be found by guessing, from the numbers that students read."""
    if len(salt) < LEAST:
        raise AssignmentError(
            f"The salt has {len(salt)} characters, which can be guessed from what students read. Take "
            f"{LEAST} or more at random, or leave it out: then one is drawn and kept."
        )


def fresh() -> str:
    """Return a salt that nobody can guess."""
    return secrets.token_hex(16)
