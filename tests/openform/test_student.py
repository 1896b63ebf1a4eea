"""A student's copy finds and judges functions of any form, with numbers in place of formulas."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from autograder.check import PUBLIC
from autograder.course.assignment import Assignment, load
from autograder.diagnosis.bank import BANK
from autograder.grading import grade
from autograder.openform import witness
from autograder.oracle import stored
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes
from autograder.staff.bundle import handout
from autograder.staff.bundle.record import recording

COURSE = msgspec.structs.replace(
    handout.public(load(ROOT / "original.toml"), []),
    functions={name: name for name in ("reparameterize", "kl_divergence", "elbo")},
    points={},
)


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the numbers that one submission, in the default convention, was judged by."""
    path = tmp_path_factory.mktemp("numbers") / "cases.npz"
    stored.write(path, recording(BANK / "right" / "np_randn.py", COURSE))
    return path


def alone(*functions: str) -> Assignment:
    """Return the course with some functions."""
    return msgspec.structs.replace(COURSE, functions={name: name for name in functions})


@pytest.mark.parametrize(
    ("name", "assignment", "score"),
    [
        ("open/right/np_log_std.py", alone("reparameterize"), 36),
        ("open/right/np_sigma2.py", alone("reparameterize"), 36),
        ("open/right/np_sample_z.py", alone("reparameterize"), 36),
        ("open_values/right/np_own_scales.py", alone("kl_divergence", "elbo"), 24),
    ],
)
def test_numbers_serve_every_convention(
    name: str, assignment: Assignment, score: int, numbers: Path, zygotes: Zygotes
) -> None:
    """Recorded once, they hold what other parameters are sent and are worth."""
    graded = grade(BANK / name, assignment, zygotes, oracle=stored.Stored(numbers), identity=PUBLIC)
    assert not graded.fault
    assert graded.results["score"] == score, graded.results["output"]


def test_what_reads_formulas_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it a file says nothing, and the student reads that Gradescope looks further."""
    assert "autograder/openform/evidence.py" not in handout.grader_files()
    assert "autograder/openform/search.py" in handout.grader_files()
    assert witness.of("z = sample(mu, exp(0.5 * log_var))").calls("sample") == {"std"}
    monkeypatch.setitem(sys.modules, "autograder.openform.evidence", None)
    assert witness.of("z = sample(mu, exp(0.5 * log_var))").silent
