"""Known submissions by other conventions: the same mistakes are found, and the right ones pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.assignment import Assignment, load
from autograder.course.conventions import Conventions
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes
from autograder.staff.validation import run
from autograder.staff.validation.translation import is_wrappable, translation
from tests.support.bank import FOLDER
from tests.support.draws import FEW

# Between them every choice of every convention.
CONVENTIONS = {
    "a summed loss of standard deviations": """
        second_argument = "std"
        reduction = "sum"
        sign = "loss"
        beta = "position"
        order.elbo = ["x_logits", "x", "mu", "log_var"]
        """,
    "a mean over the batch from probabilities": """
        second_argument = "log_std"
        reduction = "mean"
        likelihood = "bernoulli_probs"
        names.mu = "mean"
        names.beta = "kl_weight"
        """,
    "variances first": """
        second_argument = "var"
        sign = "loss"
        order.reparameterize = ["log_var", "mu"]
        order.elbo = ["mu", "log_var", "x", "x_logits"]
        """,
    "no beta": """
        reduction = "sum"
        beta = "absent"
        """,
}
CHOSEN = (
    *("right/randn_like", "right/np_randn", "right/jl_unicode_names", "right/helper_module"),
    *(
        "wrong/sampler_variance_as_std",
        "wrong/kl_mean_over_latent",
        "wrong/kl_no_grad",
        "wrong/elbo_negative",
    ),
    *("wrong/beta_squared", "misconception/convention_log_std"),
)
# Julia takes seconds to start, and by each convention a right one is started: a wrong one by one of them.
PAIRS = [
    *((conventions, chosen) for conventions in CONVENTIONS for chosen in CHOSEN),
    ("a summed loss of standard deviations", "wrong/jl_kl_sign_flipped"),
]


def assignment(folder: Path, conventions: str) -> Assignment:
    """Return the project's assignment with other conventions."""
    text = (ROOT / "assignment.toml").read_text(encoding="utf-8")
    start, end = text.index("[conventions]"), text.index("[written]")
    text = f"{text[:start]}[conventions]\n{conventions}\n{text[end:]}"
    if "absent" in conventions:
        text = text.replace("beta_scaling = 6\n", "")
    path = folder / "assignment.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(("conventions", "chosen"), PAIRS)
def test_known_submissions_are_marked_as_they_must_be(
    conventions: str, chosen: str, zygotes: Zygotes, tmp_path: Path
) -> None:
    """PyTorch, NumPy and Julia; right and wrong; verdicts and diagnoses."""
    by = assignment(tmp_path, CONVENTIONS[conventions])
    entry = next(e for e in run.entries(by, None) if f"{e.kind}/{e.specimen.name}" == chosen)
    noisy = any(check.startswith("sampler") for check in entry.specimen.fails)
    with translation(entry.specimen.path, by.conventions) as path:
        rows = grade(path, entry.assignment, zygotes, paces=None if noisy else FEW).results["tests"]
    told = [row["extra_data"] for row in rows]
    failed = {row["check"] for row in told if row["status"] == "failed"}
    assert failed == set(entry.specimen.fails) & {row["check"] for row in told}
    named = {entry.specimen.diagnosis} if failed else set()
    assert {row["diagnosis"] for row in told if "diagnosis" in row} == named - {""}


def test_validate_hands_them_in_by_the_convention_of_the_assignment(tmp_path: Path) -> None:
    """All that is known goes through the same translation."""
    by = assignment(tmp_path, CONVENTIONS["variances first"])
    chosen = run.entries(by, None, "/kl_half_twice")
    matrix = run.validate(by, chosen, seeds=1, processes=1, advance=lambda _: None)
    assert {row.verdicts for row in matrix.rows} == {("ok",)}


def test_the_default_is_handed_in_as_it_is() -> None:
    """Nothing is generated where there is nothing to translate."""
    path = FOLDER / "right" / "np_randn.py"
    with translation(path, Conventions()) as submission:
        assert submission == path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("right/np_randn.py", True),
        ("right/np_utf16.py", True),
        ("right/helper_trains", True),
        ("right/jl_plain.jl", True),
        ("right/np_static_methods.py", False),
        ("right/nb_plain.ipynb", False),
    ],
)
def test_only_what_has_functions_can_be_wrapped(name: str, expected: bool) -> None:
    """A module cannot import a notebook's functions, nor a class's methods."""
    assert is_wrappable(FOLDER / name) == expected
