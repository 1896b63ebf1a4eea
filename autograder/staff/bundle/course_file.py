"""assignment.toml as text, changed where an archive must differ from the course's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course.assignment import Assignment, AssignmentError, load

SALT = re.compile(r"^[ \t]*salt[ \t]*=.*$", re.MULTILINE)
STATISTICS = re.compile(r"^[ \t]*\[statistics\].*$", re.MULTILINE)
RUBRIC = re.compile(r"(?ms)^[ \t]*\[written\.rubric\b.*?(?=^[ \t]*\[(?!written\.rubric\b)|\Z)")


def salted(text: str, salt: str) -> str:
    """Return an assignment with this salt; AssignmentError where it cannot be put in safely."""
    line = f"salt = {json.dumps(salt, ensure_ascii=False)}"
    if SALT.search(text):
        changed = SALT.sub(lambda _: line, text)
    elif STATISTICS.search(text):
        changed = STATISTICS.sub(lambda header: f"{header[0]}\n{line}", text, count=1)
    else:
        changed = f"{text.rstrip()}\n\n[statistics]\n{line}\n"
    return _agreeing(changed, "salt", lambda assignment: assignment.statistics.salt == salt)


def without_rubric(text: str) -> str:
    """Return an assignment without the ideas that staff look for in short answers."""
    changed = RUBRIC.sub("", text)
    return _agreeing(changed, "rubric", lambda a: a.written is None or not a.written.rubric)


def _agreeing(text: str, what: str, holds: Callable[[Assignment], bool]) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "assignment.toml"
        path.write_text(text, encoding="utf-8")
        if not holds(load(path)):
            raise AssignmentError(f"assignment.toml: write {what} in lines of its own, as the original does.")
    return text
