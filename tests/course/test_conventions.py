"""Conventions: what a course may choose, and how it is said to students."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from autograder.course.assignment import load
from autograder.course.conventions import Conventions, Function
from autograder.paths import ROOT

OWN: dict[Function, str] = {f: f for f in get_args(Function)}
TEMPLATE = (ROOT / "student_template" / "vae.py").read_text(encoding="utf-8")
JULIA = (ROOT / "student_template" / "vae.jl").read_text(encoding="utf-8")
DEFAULT = Conventions()


@pytest.mark.parametrize("text", [TEMPLATE, JULIA, "samples spread as widely as log_var says"])
def test_the_default_changes_no_word(text: str) -> None:
    """By the default convention and names, a text is told as it is."""
    assert DEFAULT.told(text, OWN) == text


@pytest.mark.parametrize(
    ("choices", "text", "told"),
    [
        ({"second_argument": "std"}, "moving log_var moves z", "moving std moves z"),
        (
            {"second_argument": "std"},
            "log_var is the logarithm of the variance; it is used otherwise",
            "std is the standard deviation; it is used otherwise",
        ),
        (
            {"second_argument": "log_std", "names": {"log_var": "rho"}},
            "log_var is the logarithm of the variance",
            "rho is the logarithm of the standard deviation",
        ),
        ({"likelihood": "bernoulli_probs"}, "x_logits are logits", "x_probs are probabilities"),
        ({"sign": "loss"}, "elbo is to be maximised", "elbo is a loss, to be minimised"),
        ({"names": {"mu": "mean", "log_var": "mu"}}, "mu and log_var", "mean and mu"),
        ({"beta": "absent"}, "the bound, with its KL term weighted by beta.", "the bound."),
        ({"second_argument": "std"}, "d/d log_var of element 0", "d/d log-variance of element 0"),
        ({"names": {"beta": "weight"}}, "beta_scaling: beta = 1", "beta_scaling: weight = 1"),
    ],
)
def test_a_text_is_told_in_the_convention_and_names_of_the_course(
    choices: dict[str, Any], text: str, told: str
) -> None:
    """Sentences on what an argument means change, then names; parts of other words do not."""
    assert Conventions(**choices).told(text, OWN) == told


def test_functions_are_called_as_the_course_does() -> None:
    """A function's name is the course's in every text."""
    names: dict[Function, str] = {**OWN, "elbo": "objective"}
    assert DEFAULT.told("elbo changes with beta", names) == "objective changes with beta"


@pytest.mark.parametrize("text", [TEMPLATE, JULIA], ids=["Python", "Julia"])
@pytest.mark.parametrize(
    ("choices", "lines"),
    [
        (
            {"second_argument": "std", "reduction": "sum", "sign": "loss", "beta": "position"},
            [
                "* std is the STANDARD DEVIATION itself, not its logarithm, one per latent dimension;",
                "Shapes: mu (batch, latent), std (batch, latent) -> one number.",
                "* one number: the sum over the batch, and over the latent dimensions of each example;",
                "* it is a loss to be minimised, the negative of the bound;",
            ],
        ),
        (
            {"second_argument": "var", "reduction": "mean", "likelihood": "bernoulli_probs"},
            [
                "* var is the VARIANCE itself, not its logarithm, one per latent dimension;",
                "* x_probs are probabilities, between 0 and 1, not logits.",
                "* it stays finite and accurate where a probability is near 0 or 1",
            ],
        ),
    ],
)
def test_the_template_names_the_convention(choices: dict[str, Any], lines: list[str], text: str) -> None:
    """What students are told before they write is what they are graded by."""
    told = Conventions(**choices).told(text, OWN)
    assert [line for line in lines if line not in told] == []
    assert "log_var" not in told


@pytest.mark.parametrize(
    ("choices", "signature"),
    [
        ({}, "elbo(x, x_logits, mu, log_var, beta=1.0)"),
        ({"beta": "position"}, "elbo(x, x_logits, mu, log_var, beta)"),
        ({"beta": "absent", "second_argument": "std"}, "elbo(x, x_logits, mu, std)"),
        (
            {"order": {"elbo": ("mu", "log_var", "x_logits", "x")}, "names": {"beta": "weight"}},
            "elbo(mu, log_var, x_logits, x, weight=1.0)",
        ),
    ],
)
def test_the_template_has_the_arguments_of_the_course(choices: dict[str, Any], signature: str) -> None:
    """Names, order and beta are the course's in the signature that students fill in."""
    assert f"def {signature}:" in Conventions(**choices).told(TEMPLATE, OWN)


@pytest.mark.parametrize(
    ("hint", "choices", "misleads"),
    [
        ("it is used as the standard deviation", {"second_argument": "std"}, True),
        ("it is used as the standard deviation", {"reduction": "sum"}, False),
        ("the sign is the wrong way round", {"sign": "loss"}, True),
        ("the pixels are averaged", {"sign": "loss", "second_argument": "var"}, False),
        ("beta is squared", {}, False),
    ],
)
def test_a_hint_is_withheld_where_the_course_has_chosen_otherwise(
    hint: str, choices: dict[str, Any], misleads: bool
) -> None:
    """A hint on what another choice has changed would mislead; any other helps."""
    assert Conventions(**choices).misleads(hint) is misleads


def test_the_project_has_the_default() -> None:
    """assignment.toml writes the default convention out."""
    assert load(ROOT / "assignment.toml").conventions == DEFAULT
