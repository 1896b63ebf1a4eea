"""What can go wrong in student code, told in the student's own lines and never in the grader's."""

from __future__ import annotations

import os
import sys
import traceback
from collections import deque
from typing import Any

MAX_FRAMES = 6
MAX_TEXT = 500
PACKAGE = "handed_in"  # what the files are in, for those that import one another by `from . import`


def describe_exception(error: BaseException, folder: str) -> dict[str, Any]:
    """Return a JSON-able account of an exception: its type, its message and where it was."""
    if isinstance(error, SystemExit):
        return {"kind": "exit", "lines": student_lines(error, folder)}
    account = {
        "type": type(error).__name__,
        "message": relative(safe_text(error), folder)[:MAX_TEXT],
        "lines": student_lines(error, folder),
    }
    if isinstance(error, SyntaxError) and _inside(error.filename, folder):
        where = os.path.relpath(str(error.filename), folder)
        account |= {"message": str(error.msg), "lines": [[where, error.lineno or 0]]}
        return {"kind": "syntax", "version": sys.version.split()[0], **account}
    return {"kind": "exception", **account}


def student_lines(error: BaseException, folder: str) -> list[list[Any]]:
    """Return [file, line number] of the traceback's frames in the student's folder."""
    steps = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
    last = deque(((name, line) for name, line in steps if _inside(name, folder)), MAX_FRAMES)
    return [[os.path.relpath(name, folder), line] for name, line in last]


def safe_text(error: BaseException) -> str:
    """Return the exception's message, whatever its `__str__` does short of never returning."""
    try:
        return str(error)[: 4 * MAX_TEXT]
    except BaseException:
        return "(its message could not be read)"


def relative(text: str, folder: str) -> str:
    """Return the text without the path and the package of the submission's copy, which are the grader's."""
    plain = text.replace(folder + os.sep, "").replace(os.path.dirname(folder) + os.sep, "")
    return plain.replace(f"{PACKAGE}.", "")


def _inside(name: object, folder: str) -> bool:
    return isinstance(name, str) and name.startswith(folder + os.sep)
