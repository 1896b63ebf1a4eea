"""Julia in a course: taken where it is installed or asked for, and what is said where it is neither."""

from __future__ import annotations

import msgspec
import pytest

from autograder.course.assignment import Files, load
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.sandbox.outside.hosts import Zygotes
from autograder.staff.bundle import handout
from tests.support.bank import FOLDER

ASSIGNMENT = load(ROOT / "assignment.toml")
WITH_JULIA = msgspec.structs.replace(ASSIGNMENT, submission=Files(julia=True))


def test_the_reference_has_full_marks(zygotes: Zygotes) -> None:
    """reference/julia passes every check, and nothing is left to say."""
    graded = grade(ROOT / "reference" / "julia", ASSIGNMENT, zygotes)
    assert (graded.results["score"], graded.results["output"], graded.fault) == (60, "", "")
    extra = graded.results["extra_data"]
    assert (extra["framework"], extra["notes"]) == ("julia", [])


def test_without_julia_a_student_is_told_what_to_hand_in(
    zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course that does not take Julia says so, and in what the functions can be written."""
    monkeypatch.setattr(julia, "installed", lambda: False)
    graded = grade(FOLDER / "odd" / "julia_only", ASSIGNMENT, zygotes)
    assert (graded.results["score"], graded.fault) == (0, "")
    assert graded.results["output"] == (
        "There is no vae.py: vae.jl is Julia, which cannot be graded here. Hand in your functions in vae.py, "
        "written in Python with PyTorch or NumPy."
    )


def test_a_course_that_asks_for_julia_and_has_none_is_told(
    zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where assignment.toml takes Julia and setup.sh has not installed it, the fault is not the student's."""
    monkeypatch.setattr(julia, "installed", lambda: False)
    graded = grade(FOLDER / "odd" / "julia_only", WITH_JULIA, zygotes)
    assert "not installed: ./setup.sh --with-julia" in graded.fault
    assert graded.results["output"].startswith("Grader fault, not your mark")


def test_a_file_that_takes_one_dtype_is_graded_in_it(zygotes: Zygotes) -> None:
    """Matrix{Float32} in the signatures costs nothing, and staff are told."""
    extra = grade(FOLDER / "right" / "jl_float32_signatures.jl", ASSIGNMENT, zygotes).results["extra_data"]
    assert extra["notes"] == ["judged in float32 alone, which is all that the functions' types allow"]


def test_noise_that_cannot_be_repeated_falls_back_on_the_laws(zygotes: Zygotes) -> None:
    """A generator of the student's own, which reseeding does not reach, costs nothing, and staff are told."""
    extra = grade(FOLDER / "right" / "jl_own_generator.jl", ASSIGNMENT, zygotes).results["extra_data"]
    assert extra["notes"] == ["noise cannot be repeated: gradient points were decided by the laws"]


def test_students_receive_a_template_with_the_graded_names() -> None:
    """student_template/vae.jl.j2 defines the functions that the assignment names."""
    text = handout.page("vae.jl.j2", ASSIGNMENT, [])
    assert [name for name in ASSIGNMENT.functions.values() if f"\nfunction {name}(" not in text] == []
