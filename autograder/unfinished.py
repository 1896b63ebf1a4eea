"""The result that is there before anything of a submission is read: every test, and that none was judged.

On Gradescope the script writes it before Python starts, as the bundle has it ready for its assignment.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from autograder.course import assignment
from autograder.grading import UNFINISHED, not_finished


def results(assignment_file: Path) -> dict[str, Any]:
    """Return the whole result, which says for which assignment it is."""
    result = not_finished(assignment.load(assignment_file))
    return result | {"extra_data": {"assignment": _digest(assignment_file)}}


def is_written(target: Path, assignment_file: Path) -> bool:
    """Whether the file is such a result for an assignment."""
    try:
        result = json.loads(target.read_bytes())
        return bool(
            result["output"] == UNFINISHED and result["extra_data"]["assignment"] == _digest(assignment_file)
        )
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
