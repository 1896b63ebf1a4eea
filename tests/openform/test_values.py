"""The KL, the ELBO and beta in open form: hand-ins of all kinds, each graded through the real worker."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.code_part import CodePart
from autograder.course.assignment import load
from autograder.diagnosis.bank import BANK, Specimen, open_specimens
from autograder.grading import grade
from autograder.openform.parameters import role
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes

FOLDER = BANK / "open_values"
ASSIGNMENT = msgspec.structs.replace(
    load(ROOT / "original.toml"),
    functions={"kl_divergence": "kl_divergence", "elbo": "elbo"},
    points={},
)
Grade = Callable[[Path], dict[str, Any]]
KINDS = ("right", "wrong", "person")
SPECIMENS = [specimen for kind in KINDS for specimen in open_specimens(FOLDER / kind)]


@pytest.fixture(scope="module")
def results(zygotes: Zygotes) -> Grade:
    """Grade a submission, once."""

    @cache
    def graded(path: Path) -> dict[str, Any]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(CodePart, "_diagnoses", lambda *_: {})  # hints cost most, and `validate` holds them
            outcome = grade(path, ASSIGNMENT, zygotes, identity="one")
        assert not outcome.fault
        return outcome.results

    return graded


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda s: f"{s.path.parent.name}/{s.path.name}")
def test_every_form_is_understood(specimen: Specimen, results: Grade) -> None:
    """A right one passes everything, a wrong one fails what it says, and a person marks what is unsure."""
    graded = results(specimen.path)
    rows = [row["extra_data"] for row in graded["tests"]]
    failed, person = ({r["check"] for r in rows if r["status"] == s} for s in ("failed", "person"))
    assert (failed, person) == (set(specimen.fails), set(specimen.person))
    assert graded["score"] == 24 or specimen.fails or specimen.person


def test_what_was_found_is_said_in_its_own_names(results: Grade) -> None:
    """Function, parameters, line, and for what each was taken, which may be another in each function."""
    output = results(FOLDER / "right" / "np_own_scales.py")["output"]
    assert output.splitlines()[::2] == [
        "Graded: KLD(mean, log_std) in np_own_scales.py, line 6, log_std taken as the logarithm of the "
        "standard deviation; it returns one number, the sum over the batch.",
        "Graded: loss_function(recon_x, x, mean, var, beta) in np_own_scales.py, line 10, var taken as a "
        "variance, recon_x as probabilities; it is a loss, to be minimised, and returns one number, the sum "
        "over the batch.",
    ]


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        (
            "wrong/np_kl_mean_over_latents.py",
            "the KL divergence times 1/19, an average over the latent dimensions.",
        ),
        ("person/np_kl_of_each_dimension.py", "It returns a number for each latent dimension, not added up."),
        ("person/np_squared_error.py", "Its likelihood is a squared error, that of a normal distribution."),
        ("person/np_beta_fixed.py", "It has the KL divergence times 4."),
        (
            "person/np_no_beta.py",
            "No parameter of it is beta, so that a person will mark how it weighs the KL",
        ),
    ],
)
def test_what_is_scaled_or_unsure_is_named(name: str, remark: str, results: Grade) -> None:
    """The factor, and the axis that explains it."""
    assert remark in results(FOLDER / name)["output"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mu", "mu"),
        ("z_mean", "mu"),
        ("μ", "mu"),
        ("logvar", "log_var"),
        ("std", "log_var"),
        ("recon_x", "x_logits"),
        ("x_hat", "x_logits"),
        ("y_pred", "x_logits"),
        ("x", "x"),
        ("inputs", "x"),
        ("beta", "beta"),
        ("kld_weight", "beta"),
        ("β", "beta"),
        ("a", ""),
    ],
)
def test_what_the_name_of_a_parameter_says(name: str, expected: str) -> None:
    """What it is for, or nothing."""
    assert role(name) == expected


def test_the_bank_has_all_kinds() -> None:
    """Right, wrong and unsure ones, in NumPy, PyTorch and Julia."""
    counts = {kind: len(list((FOLDER / kind).iterdir())) for kind in KINDS}
    assert counts == {"right": 14, "wrong": 13, "person": 13}
