"""The bank of open submissions: samplers of all forms, each graded through the real worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import load
from autograder.grading import Zygotes, grade
from autograder.paths import ROOT
from autograder.sandbox import julia

ASSIGNMENT = load(ROOT / "original.toml")
BANK = ROOT / "tests" / "submissions" / "open"
TOTAL = 36


def specimens(kind: str) -> list[Path]:
    """Return the submissions of a kind; those in Julia only where it is installed."""
    return sorted(
        path for path in (BANK / kind).iterdir() if julia.installed() or not path.name.startswith("jl_")
    )


def graded(path: Path, zygotes: Zygotes, identity: str = "one") -> tuple[float, set[str], dict[str, Any]]:
    """Grade a submission and return its score, the statuses of its rows, and the whole result."""
    outcome = grade(path, ASSIGNMENT, zygotes, identity=identity)
    assert not outcome.fault
    rows = outcome.results["tests"]
    assert sum(row["max_score"] for row in rows) == TOTAL
    return outcome.results["score"], {row["extra_data"]["status"] for row in rows}, outcome.results


@pytest.mark.parametrize("path", specimens("right"), ids=lambda path: path.name)
def test_right_samplers_have_full_marks(path: Path, zygotes: Zygotes) -> None:
    """Whatever their name, form and convention."""
    score, statuses, results = graded(path, zygotes)
    assert (score, statuses) == (TOTAL, {"passed"})
    assert "Graded: " in results["output"]


@pytest.mark.parametrize("path", specimens("wrong"), ids=lambda path: path.name)
def test_wrong_samplers_lose_points_and_no_person_is_asked(path: Path, zygotes: Zygotes) -> None:
    """By the same laws as in template form; code that lies to the search gains nothing."""
    score, statuses, _ = graded(path, zygotes)
    assert score < TOTAL
    assert "failed" in statuses
    assert "person" not in statuses


@pytest.mark.parametrize("path", specimens("person"), ids=lambda path: path.name)
def test_a_person_marks_what_can_be_read_in_two_ways(path: Path, zygotes: Zygotes) -> None:
    """No row has a verdict, and the total is the same; staff have the evidence and a proposal."""
    score, statuses, results = graded(path, zygotes)
    assert (score, statuses) == (0, {"person"})
    rows = results["tests"]
    assert {row["output"] for row in rows} == {"Received; a person will mark this."}
    assert all("status" not in row and "proposal" in row["extra_data"] for row in rows)
    assert "proposals" in results["extra_data"]["open_form"]["reparameterize"]


def test_another_sampler_is_tried_where_the_first_fails(zygotes: Zygotes) -> None:
    """The student and staff read which one counts, and which was tried first."""
    score, _, results = graded(BANK / "right" / "np_two_samplers.py", zygotes)
    first, others, tried = results["output"].split("\n\n")
    assert score == TOTAL
    assert first.startswith("Graded: sample_latent(mu, sigma) in np_two_samplers.py, line 10")
    assert others == "Also found, and not graded: sample_heavy(mu, sigma)."
    assert tried == "sample_heavy was tried first, and did worse."
    assert results["extra_data"]["open_form"]["reparameterize"]["tried"] == [tried]


def test_the_bank_is_large_enough() -> None:
    """At least 60 right, 40 wrong and 20 for a person, over all forms."""
    right, wrong, person = (len(list((BANK / kind).iterdir())) for kind in ("right", "wrong", "person"))
    assert right >= 60
    assert wrong >= 40
    assert person >= 20
