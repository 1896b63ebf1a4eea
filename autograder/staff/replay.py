"""Grading again what was graded before, from what results.json remembers, and comparing test by test."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.errors import CommandError
from autograder.grading import grade
from autograder.results.row import Row
from autograder.sandbox.outside.hosts import Zygotes

Json = dict[str, Any]
MAX_RESULTS = 64 << 20


class ReplayError(CommandError):
    """A results file cannot be replayed; the text names it and the remedy."""


@dataclass(frozen=True)
class Repetition:
    """One test, then and now: whether it called the submission, asked and got the same, and the verdicts."""

    check: str
    has_calls: bool
    same_inputs: bool
    same_outputs: bool
    before: str
    now: str

    @property
    def extent(self) -> str:
        """Say how far the test was repeated."""
        if not self.has_calls:
            return "no calls to repeat: the verdict alone is compared"
        if not self.same_inputs:
            return "other inputs: the salt, the assignment, the grader or the submission is another"
        if not self.same_outputs:
            return (
                "the same inputs, other outputs: noise that cannot be repeated, or another machine or package"
            )
        return "repeated bit for bit"


def load(path: Path) -> Json:
    """Read a results file that this grader has written."""
    try:
        with path.open("rb") as file:
            results: Json = json.loads(file.read(MAX_RESULTS))
        rows = {row["extra_data"]["check"]: row for row in results["tests"]}
        return {**results["extra_data"], "identity": str(results["extra_data"]["identity"]), "rows": rows}
    except OSError as error:
        raise ReplayError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise ReplayError(
            f"{path}: holds no extra_data of a graded submission. Give the results.json of one."
        ) from error


def replay(
    record: Json,
    submission: Path,
    assignment: Assignment,
    *,
    only: str = "",
    on_start: Callable[[dict[str, str]], None] = lambda _: None,
    on_row: Callable[[Row], None] = lambda _: None,
) -> list[Repetition]:
    """Grade a submission as it was graded before, and compare every test, or only one.

    All tests run, because the noise that a test sees depends on how often the sampler was called before.
    """
    if only and only not in record["rows"]:
        raise ReplayError(f"{only}: no such test was graded. Use one of: {', '.join(record['rows'])}.")
    with Zygotes() as zygotes:
        grading = grade(
            submission,
            assignment,
            zygotes,
            identity=record["identity"],
            paces=_paces(record),
            on_start=on_start,
            on_row=on_row,
        )
    rows = {row["extra_data"]["check"]: row for row in grading.results["tests"]}
    return [
        _repetition(check, before, rows[check])
        for check, before in record["rows"].items()
        if only in ("", check) and check in rows
    ]


def _paces(record: Json) -> Mapping[str, Sequence[str]]:
    """Return the paces of a record; of an older grader's, which has none by name, none are repeated."""
    paces = record.get("paces")
    return paces if isinstance(paces, dict) else {}


def _repetition(check: str, before: Json, now: Json) -> Repetition:
    then, again = (row["extra_data"].get("calls", {}) for row in (before, now))
    return Repetition(
        check=check,
        has_calls="inputs" in then or "inputs" in again,
        same_inputs=then.get("inputs") == again.get("inputs"),
        same_outputs=then.get("outputs") == again.get("outputs"),
        before=_verdict(before),
        now=_verdict(now),
    )


def _verdict(row: Json) -> str:
    points = f", {row['score']:g}/{row['max_score']:g}" if "score" in row else ""
    return f"{row['extra_data']['status']}{points}"
