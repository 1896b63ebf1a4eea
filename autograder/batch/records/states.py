"""What became of a hand-in: one state of five, read from results.json as anybody can."""

from __future__ import annotations

from typing import Any, Literal, get_args

State = Literal["graded", "nothing handed in", "unreadable", "waits for a person", "grader fault"]
STATES: tuple[State, ...] = get_args(State)
Json = dict[str, Any]


def state(results: Json) -> State:
    """Return what became of what results.json was written for.

    A fault is the grader's, even where a mark is there. What could not be read as a submission has no digest.
    """
    extra = results["extra_data"]
    if "fault" in extra:
        return "grader fault"
    if any(waits(row) for row in results["tests"]):
        return "waits for a person"
    return "graded" if "digest" in extra else "unreadable"


def waits(row: Json) -> bool:
    """Whether a person must finish a row that carries points; answers that only people grade carry none."""
    return "max_score" in row and bool(row["extra_data"].get("for_a_person"))


def possible(results: Json) -> float:
    """Return the points that can be had."""
    return float(sum(row.get("max_score", 0.0) for row in results["tests"]))
