"""What a test's row says in one word, to whoever reads it."""

from __future__ import annotations

from typing import Any, Literal

Status = Literal["passed", "in part", "failed", "not run", "by hand"]


def status(row: dict[str, Any]) -> Status:
    """Return how a test of results.json ended: points for a part are no failure, and a person's are open."""
    extra = row["extra_data"]
    own: Status | Literal["person"] = extra["status"]
    if own == "not run":
        return "by hand" if extra.get("for_a_person") else own
    if "score" not in row or own == "person":
        return "by hand"
    return "in part" if 0 < row["score"] < row["max_score"] else own
