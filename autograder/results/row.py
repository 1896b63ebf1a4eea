"""One test of results.json, as the file holds it."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from autograder.checks.outcome import Status


class Evidence(TypedDict, total=False):
    """What staff can read of a test, beside what the check itself leaves there."""

    check: str
    status: Status | Literal["person"]
    proposal: dict[str, Any]
    for_a_person: bool
    seconds: float
    calls: dict[str, str]
    error: str
    diagnosis: str
    findings: list[dict[str, Any]]


class Points(TypedDict, total=False):
    """Points, of which a row that only informs has none."""

    score: float
    max_score: float
    status: str


class Row(Points):
    """A test as results.json holds it."""

    name: str
    number: str
    tags: list[str]
    visibility: str
    output: str
    extra_data: Evidence
