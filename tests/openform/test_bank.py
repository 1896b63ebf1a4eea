"""The bank of open submissions: samplers of all forms, each found, called and judged through the real worker.

What a form adds is that it is found, called and understood rightly, which one call and the measured width
prove; that the laws judge what comes is proved for one submission of each form. Hints cost most of a wrong
one's time; `validate` holds them.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from autograder.code_part import CodePart
from autograder.course.assignment import load
from autograder.diagnosis.bank import BANK, Specimen, open_specimens
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.sandbox.outside.hosts import Zygotes
from tests.support import forms

ASSIGNMENT = load(ROOT / "original.toml")
FOLDER = BANK / "open"
TOTAL = 36
CONTRACT = ("sampler_contract",)
# One for each shape in which numbers are given, each way in which two are one, and each library.
WHOLE = (
    *("np_vector.py", "np_scalars.py", "np_lists.py", "np_covariance.py", "np_samples_middle.py"),
    *("np_noise_given.py", "np_packed_joined.py", "np_encoder_given.py", "torch_cholesky.py"),
    *("torch_normal_rsample.py", "np_beside_torch.py", "np_std_floor.py", "torch_std_floor.py"),
    *(["jl_vector.jl"] if julia.installed() else []),
)


def specimens(kind: str) -> list[Specimen]:
    """Return the submissions of a kind; those in Julia only where it is installed."""
    return open_specimens(FOLDER / kind)


def graded(path: Path, zygotes: Zygotes, only: Collection[str] = ()) -> tuple[set[str], dict[str, Any]]:
    """Grade a submission, by some checks or all, and return the statuses of its rows, and the result."""
    outcome = grade(path, ASSIGNMENT, zygotes, identity="one", only=only)
    assert not outcome.fault
    return {row["extra_data"]["status"] for row in outcome.results["tests"]}, outcome.results


def alone(kind: str) -> list[Specimen]:
    """Return the submissions of a kind but for those in Julia that are found together (`test_julia.py`)."""
    return [specimen for specimen in specimens(kind) if specimen.path.stem not in forms.JULIA]


@pytest.fixture
def no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is diagnosed."""
    monkeypatch.setattr(CodePart, "_diagnoses", lambda *_: {})


@pytest.mark.parametrize("specimen", alone("right"), ids=lambda s: s.path.name)
def test_right_samplers_are_found_and_pass(specimen: Specimen, zygotes: Zygotes) -> None:
    """Whatever their name, form and convention."""
    statuses, results = graded(specimen.path, zygotes, CONTRACT)
    assert statuses == {"passed"}
    assert results["extra_data"]["open_form"]["reparameterize"]["verdict"] in ("accept", "remark")
    assert "Graded: " in results["output"]


@pytest.mark.parametrize("name", WHOLE)
def test_every_form_can_have_full_marks(name: str, zygotes: Zygotes) -> None:
    """By the laws of noise too, whether numbers go out in arrays, vectors or one by one."""
    statuses, results = graded(FOLDER / "right" / name, zygotes)
    assert (results["score"], statuses) == (TOTAL, {"passed"})


@pytest.mark.usefixtures("no_hints")
@pytest.mark.parametrize("specimen", specimens("wrong"), ids=lambda s: s.path.name)
def test_wrong_samplers_lose_points_and_no_person_is_asked(specimen: Specimen, zygotes: Zygotes) -> None:
    """By the same laws as in template form; code that lies to the search gains nothing."""
    statuses, results = graded(specimen.path, zygotes, specimen.fails[:1])
    assert {r["extra_data"]["check"]: r["status"] for r in results["tests"]}[specimen.fails[0]] == "failed"
    assert "person" not in statuses


@pytest.mark.usefixtures("no_hints")
@pytest.mark.parametrize("specimen", specimens("person"), ids=lambda s: s.path.name)
def test_a_person_marks_what_can_be_read_in_two_ways(specimen: Specimen, zygotes: Zygotes) -> None:
    """No row has a verdict; staff have the evidence and a proposal."""
    statuses, results = graded(specimen.path, zygotes, CONTRACT)
    assert (results["score"], statuses) == (0, {"person"})
    rows = results["tests"]
    assert {row["output"] for row in rows} == {"Received; a person will mark this."}
    assert all("status" not in row and "proposal" in row["extra_data"] for row in rows)
    assert "proposals" in results["extra_data"]["open_form"]["reparameterize"]


def test_another_sampler_is_tried_where_the_first_fails(zygotes: Zygotes) -> None:
    """The student and staff read which one counts, and which was tried first."""
    _, results = graded(FOLDER / "right" / "np_two_samplers.py", zygotes)
    first, others, tried = results["output"].split("\n\n")
    assert results["score"] == TOTAL
    assert first.startswith("Graded: sample_latent(mu, sigma) in np_two_samplers.py, line 10")
    assert others == "Also found, and not graded: sample_heavy(mu, sigma)."
    assert tried == "sample_heavy was tried first, and did worse."
    assert results["extra_data"]["open_form"]["reparameterize"]["tried"] == [tried]


def test_the_bank_is_large_enough() -> None:
    """At least 60 right, 40 wrong and 20 for a person, over all forms."""
    right, wrong, person = (len(list((FOLDER / kind).iterdir())) for kind in ("right", "wrong", "person"))
    assert right >= 60
    assert wrong >= 40
    assert person >= 20
