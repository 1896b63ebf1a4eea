"""A class of marks without any grading: for the page, the statistics and the comparison."""

from __future__ import annotations

import random
from typing import Any

from autograder.batch.records.marks import Mark
from autograder.batch.records.states import possible
from autograder.course.assignment import load
from autograder.grading import not_graded
from autograder.paths import ROOT
from tests.support.stubs import result

BLANK = not_graded(load(ROOT / "assignment.toml"), "").results
CODE = "def kl_divergence(mu, log_var):\n    return <b>wrong</b>(mu)  # &\n"
WAYS = (  # what failed, the diagnosis and the share of a class
    ((), "", 0.5),
    (("kl_values", "kl_gradient"), "kl_missing_half", 0.25),
    (("elbo_values",), "", 0.15),
    (("sampler_variance",), "", 0.1),
)


def marks(count: int, seed: int = 0) -> list[Mark]:
    """Return a class: half of it right, the others wrong in three ways, one of each five without a mark."""
    chance = random.Random(seed)
    weights = [share for _, _, share in WAYS]
    return [_mark(number, *chance.choices(WAYS, weights)[0]) for number in range(count)]


def _mark(number: int, failed: tuple[str, ...], diagnosis: str, _: float) -> Mark:
    student = f"S-{number:08d}"
    if number % 50 == 7:
        return Mark(student, "nothing handed in", None, 0.0)
    if number % 50 == 8:
        return Mark(student, "grader fault", None, 90.0, note="timeout: nothing came back", version=1)
    results = result(BLANK, b"ok:" + b"x" * 20)
    for row in results["tests"]:
        check = row["extra_data"]["check"]
        if check in failed:
            row |= {"score": 0.0, "status": "failed", "output": "Observed: 1\nDiagnosis: Half is missing."}
            row["extra_data"] |= {"status": "failed"} | ({"diagnosis": diagnosis} if diagnosis else {})
    if number % 60 == 5:
        results["tests"][0]["extra_data"]["error"] = "timeout"
    if number % 9 == 4:
        _wrong_line(results["tests"][0])
    results["score"] = sum(row.get("score", 0.0) for row in results["tests"])
    results["extra_data"]["excerpts"] = {"kl_divergence": CODE} if failed else {}
    recorded = (("2026-01-01", 10.0), ("2026-01-02", 20.0))
    return Mark(
        student, "graded", results["score"], possible(results), version=1, results=results, history=recorded
    )


def _wrong_line(row: dict[str, Any]) -> None:
    line = {"line": 3, "tex": r"= \log p(x) <i>", "status": "untrue", "note": "left 1, right 2", "rules": []}
    row |= {"score": 5.0, "status": "failed"}
    row["extra_data"] |= {"status": "failed", "lines": [line]}
