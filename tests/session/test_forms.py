"""In which form functions are found, graded through the real worker, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.course.assignment import Assignment, Files, Limits
from autograder.grading import grade
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session import forms
from autograder.session.forms import DEFINITIONS_ONLY, NO_POINTS
from tests.support.results_schema import valid

KL = (
    "def {name}({self}mu, log_var):\n    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)\n"
)
NAMES = ["kl_divergence", "kl", "kl_loss"]
ALONE = msgspec.convert({"functions": {"kl_divergence": NAMES}}, Assignment)


def function(name: str = "kl_divergence") -> str:
    """Return the source of a right KL divergence under a name."""
    return KL.format(name=name, self="")


def method(name: str = "kl_divergence") -> str:
    """Return the same as a method of a class."""
    lines = KL.format(name=name, self="self, ").splitlines()
    return "\n".join(["class VAE:", *(f"    {line}" for line in lines), ""])


def graded(folder: Path, text: str, zygotes: Zygotes, assignment: Assignment = ALONE) -> dict[str, Any]:
    """Return the results of a file that is graded by its KL divergence alone."""
    (folder / "vae.py").write_text(f"import numpy as np\n{text}", encoding="utf-8")
    return valid(grade(folder / "vae.py", assignment, zygotes, identity="forms").results)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (function(), ""),
        (function("kl"), "kl was graded as kl_divergence."),
        (function("kl_loss") + function("kl"), "kl was graded as kl_divergence."),
        ("def kl(mu, log_var):\n    return 0\n" + function(), ""),
        (method(), "Graded as methods of the class VAE: kl_divergence."),
        (method("kl"), "kl was graded as kl_divergence.\n\nGraded as methods of the class VAE: kl."),
        (
            "class Old:\n    def kl_divergence(self, mu, log_var): return 0\n" + function("kl"),
            "kl was graded as kl_divergence.",
        ),
        (
            "def kl_divergence(mu, log_var):\n    return 0\n\n" + function(),
            "kl_divergence is defined more than once (line 2; line 5): the last one was graded.",
        ),
        ("def helper():\n    return 0\ndef helper():\n    return 1\n" + function(), ""),
    ],
    ids=[
        "asked",
        "other",
        "others",
        "both",
        "method",
        "other method",
        "function first",
        "twice",
        "not graded",
    ],
)
def test_a_function_is_found_and_the_student_told_how(
    text: str, told: str, tmp_path: Path, zygotes: Zygotes
) -> None:
    """By the name asked for, then by the others in their order, then as a method."""
    results = graded(tmp_path, text, zygotes)
    assert (results["score"], results["output"]) == (12, told)


def test_a_name_that_is_not_listed_is_no_function(tmp_path: Path, zygotes: Zygotes) -> None:
    """The message names what was asked for, and a method's name that is near."""
    results = graded(tmp_path, method("kl_divergense"), zygotes)
    assert results["score"] == 0
    assert results["tests"][0]["output"] == (
        "vae.py defines no function kl_divergence. Rename kl_divergense to kl_divergence."
    )


@pytest.mark.parametrize(
    ("function", "name", "names", "near"),
    [
        ("elbo", "elbo", ("ELBO", "helper"), "ELBO"),
        ("elbo", "elbo", ("encode", "loss_function"), "loss_function"),
        ("elbo", "elbo", ("forward",), "forward"),
        ("kl_divergence", "kl_divergence", ("KL_Loss", "decode"), "KL_Loss"),
        ("reparameterize", "reparameterize", ("sample_z", "elbo"), "sample_z"),
        ("reparameterize", "reparameterize", ("Reparametrize",), "Reparametrize"),
        ("reparameterize", "draw", ("Draws", "sample_z"), "sample_z"),
        ("kl_divergence", "kl_divergence", ("encode", "decode"), ""),
    ],
)
def test_a_name_that_may_be_meant_is_near(
    function: Any, name: str, names: tuple[str, ...], near: str
) -> None:
    """Capitals do not count, and usual names of such functions are known."""
    assert forms.near(function, name, names) == near


def test_a_course_may_refuse_files_that_cannot_be_run(tmp_path: Path, zygotes: Zygotes) -> None:
    """With `definitions_only = "refuse"` the cause is told and there are no points."""
    text = function() + "open('data.npy')\n"
    accepted = graded(tmp_path, text, zygotes)
    refusing = msgspec.structs.replace(ALONE, submission=Files(definitions_only="refuse"))
    refused = graded(tmp_path, text, zygotes, refusing)
    cause = "FileNotFoundError while importing vae.py"
    assert (accepted["score"], refused["score"]) == (12, 0)
    assert accepted["output"].startswith(f"{DEFINITIONS_ONLY} {NO_POINTS}\nWhat happened: {cause}")
    assert refused["output"].startswith(cause)


@pytest.mark.parametrize(
    ("body", "consequence"),
    [
        (
            "SCALE = float(open('scale.txt').read())\n"
            "def kl_divergence(mu, log_var):\n"
            "    return SCALE * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)\n",
            " What was left out may be missing: NameError while calling kl_divergence: name 'SCALE' is not "
            "defined\n",
        ),
        (
            "open('data.npy')\n"
            "def kl_divergence(mu, log_var):\n"
            "    return np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)\n",
            "\n",
        ),
    ],
    ids=["something missing", "something else wrong"],
)
def test_points_that_are_lost_are_not_denied(
    body: str, consequence: str, tmp_path: Path, zygotes: Zygotes
) -> None:
    """A name that is missing is told; where a function is wrong for another reason, nothing is claimed."""
    results = graded(tmp_path, body, zygotes)
    assert results["score"] < 12
    assert results["output"].startswith(f"{DEFINITIONS_ONLY}{consequence}What happened: FileNotFoundError")


def test_a_syntax_error_stays_one(tmp_path: Path, zygotes: Zygotes) -> None:
    """There is nothing that could be loaded of a file that is not Python."""
    results = graded(tmp_path, function() + "x = (\n", zygotes)
    assert (results["score"], results["output"].startswith("Your file is not valid Python. SyntaxError")) == (
        0,
        True,
    )


def test_both_attempts_fit_into_the_time_of_the_submission(tmp_path: Path, zygotes: Zygotes) -> None:
    """An import that never ends uses its own limit once; none is left when the submission's is used up."""
    text = function() + "while True: pass\n"
    enough = msgspec.structs.replace(ALONE, limits=Limits(import_seconds=1, submission_seconds=30))
    results = graded(tmp_path, text, zygotes, enough)
    assert (results["score"], "Stopped after 1 s while importing" in results["output"]) == (12, True)
    short = msgspec.structs.replace(ALONE, limits=Limits(import_seconds=60, submission_seconds=1))
    results = graded(tmp_path, text, zygotes, short)
    assert results["score"] == 0
    assert "all calls of your code together took more than 1 s" in results["output"]
