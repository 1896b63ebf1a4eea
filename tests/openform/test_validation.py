"""`validate` grades the bank of open submissions for a course in open form."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.assignment import load
from autograder.diagnosis.bank import BANK, Specimen
from autograder.paths import ROOT
from autograder.staff.validation.matrix import Grading, Row
from autograder.staff.validation.run import entries

CHECKS = ("sampler_mean", "sampler_shape")


def row(*gradings: Grading) -> Row:
    """Return the row of a submission that a person marks."""
    specimen = Specimen(Path("a.py"), "a", hint="", fails=(), diagnosis="", stops={})
    return Row("person", specimen, CHECKS, gradings)


def test_the_open_bank_is_for_courses_in_open_form_alone() -> None:
    """All three kinds of it, listings too; in template form there is nobody to be asked."""
    opened = entries(load(ROOT / "original.toml"), None)
    bank = [entry for entry in opened if BANK / "open" in entry.specimen.path.parents]
    assert {entry.kind for entry in bank} == {"right", "wrong", "person"}
    assert any(entry.specimen.path.suffix == ".tex" for entry in bank)
    template = entries(load(ROOT / "assignment.toml"), None)
    assert not [entry for entry in template if BANK / "open" in entry.specimen.path.parents]


@pytest.mark.parametrize(
    ("grading", "verdict"),
    [
        (Grading((), 0, person=CHECKS), "ok"),
        (Grading((), 36), "decided"),
        (Grading(CHECKS, 0), "decided"),
        (Grading((), 0, person=CHECKS[:1]), "decided"),
    ],
)
def test_what_a_person_marks_must_not_be_decided(grading: Grading, verdict: str) -> None:
    """Neither passed nor failed, in no check."""
    assert row(grading).verdicts == (verdict,)
