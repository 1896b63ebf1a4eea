"""assignment.toml as text, changed where an archive must differ from the course's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course.assignment import Assignment, AssignmentError, load
from autograder.errors import file_at

SALT = re.compile(r"^[ \t]*salt[ \t]*=[^\r\n]*", re.MULTILINE)
STATISTICS = re.compile(r"^[ \t]*\[statistics\][^\r\n]*", re.MULTILINE)
RUBRIC = re.compile(r"(?ms)^[ \t]*\[written\.rubric\b.*?(?=^[ \t]*\[(?!written\.rubric\b)|\Z)")


def read(path: Path) -> str:
    """Return an assignment's text with its line ends as they are."""
    with file_at(path, "read"), path.open(encoding="utf-8-sig", newline="") as file:
        return file.read()


def with_salt(text: str, salt: str) -> str:
    """Return an assignment with this salt; AssignmentError where it cannot be put in safely."""
    line = f"salt = {json.dumps(salt, ensure_ascii=False)}"
    if SALT.search(text):
        text = SALT.sub(lambda _: line, text)
    elif STATISTICS.search(text):
        text = STATISTICS.sub(lambda header: f"{header[0]}\n{line}", text, count=1)
    else:
        text = f"{text.rstrip()}\n\n[statistics]\n{line}\n"
    return _verify(text, "salt", lambda assignment: assignment.statistics.salt == salt)


def without_rubric(text: str) -> str:
    """Return an assignment without the ideas that staff look for in short answers."""
    text = RUBRIC.sub("", text)
    return _verify(text, "rubric", lambda a: a.written is None or not a.written.rubric)


def without_checks(text: str, checks: Collection[str]) -> str:
    """Return an assignment without the lines of some checks: students do not have the course's own."""
    lines = text.splitlines(keepends=True)
    text = "".join(line for line in lines if line.partition("=")[0].strip(" \t\"'") not in checks)
    return _verify(text, "points", lambda a: not {*a.points, *a.visibility}.intersection(checks))


def _verify(text: str, what: str, holds: Callable[[Assignment], bool]) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "assignment.toml"
        path.write_text(text, encoding="utf-8", newline="")
        if not holds(load(path)):
            raise AssignmentError(f"assignment.toml: write {what} in lines of its own, as the original does.")
    return text
