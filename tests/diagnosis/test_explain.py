"""From failed checks to hints: what is named, what is not, and that no verdict hangs on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import load
from autograder.diagnosis import fits
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.sandbox.outside.hosts import Zygotes
from tests.support.bank import FOLDER

ASSIGNMENT = load(ROOT / "assignment.toml")
Rows = dict[str, dict[str, Any]]
CODE = """
import os
import numpy as np

rng = np.random.default_rng()

def reparameterize(mu, log_var):
    return mu + {sampler}

def kl_divergence(mu, log_var):
    return {kl}

def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return {elbo}
"""
RIGHT = {
    "sampler": "np.exp(log_var / 2) * rng.standard_normal(mu.shape)",
    "kl": "0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)",
    "elbo": "reconstruction - beta * kl_divergence(mu, log_var)",
}
LOG_STD = "np.exp(log_var) * rng.standard_normal(mu.shape)"
UNREPEATABLE = (
    "np.exp(log_var) * np.random.default_rng(int.from_bytes(os.urandom(8), 'big')).normal(size=mu.shape)"
)
TORCH_NORMAL = """
import torch

def reparameterize(mu, log_var):
    return torch.normal(mu, log_var.exp())
"""
KL_LOG_STD = "0.5 * np.sum(mu**2 + np.exp(2 * log_var) - 1 - 2 * log_var, axis=1)"


def rows(path: Path, zygotes: Zygotes) -> Rows:
    """Grade a submission and return its tests."""
    results = grade(path, ASSIGNMENT, zygotes, identity="one").results
    return {row["extra_data"]["check"]: row for row in results["tests"]}


def diagnosed(tmp_path: Path, zygotes: Zygotes, **functions: str) -> dict[str, str]:
    """Grade a right submission but for some functions and return what was diagnosed, by the check."""
    path = tmp_path / "vae.py"
    path.write_text(CODE.format(**RIGHT | functions))
    found = rows(path, zygotes).items()
    return {check: row["extra_data"]["diagnosis"] for check, row in found if "diagnosis" in row["extra_data"]}


SAMPLER = ("sampler_gradient", "sampler_variance")
KL = ("kl_values", "kl_gradient")


@pytest.mark.parametrize(
    ("functions", "names"),
    [
        ({}, {}),
        ({"sampler": LOG_STD}, dict.fromkeys(SAMPLER, "sampler_log_std")),
        ({"sampler": UNREPEATABLE}, dict.fromkeys(SAMPLER, "sampler_log_std")),
        ({"kl": KL_LOG_STD}, dict.fromkeys(KL, "kl_log_std")),
        ({"sampler": LOG_STD, "kl": KL_LOG_STD}, dict.fromkeys(SAMPLER + KL, "convention_log_std")),
        (
            {"sampler": LOG_STD, "kl": f"2 * {RIGHT['kl']}"},
            dict.fromkeys(SAMPLER, "sampler_log_std") | dict.fromkeys(KL, "kl_missing_half"),
        ),
        (
            {"kl": f"2 * {RIGHT['kl']}", "elbo": "reconstruction - kl_divergence(mu, log_var)"},
            dict.fromkeys(KL, "kl_missing_half") | {"beta_scaling": "beta_ignored"},
        ),
        ({"kl": f"3 * {RIGHT['kl']}"}, dict.fromkeys(KL, "ratio")),
        ({"kl": f"3 * {RIGHT['kl']} + mu[:, 0]"}, {}),
        ({"sampler": f"1.3 * {RIGHT['sampler']}"}, {}),
    ],
    ids=[
        "right",
        "a sampler's convention",
        "noise that cannot be repeated",
        "a KL's convention",
        "a convention kept throughout",
        "two mistakes",
        "another mistake in an ELBO that rests on a wrong KL",
        "a factor that nobody expects",
        "nothing that is known",
        "a sampler's factor",
    ],
)
def test_what_is_named(
    functions: dict[str, str], names: dict[str, str], tmp_path: Path, zygotes: Zygotes
) -> None:
    """One idea for a convention, one each for two mistakes, and nothing where none fits."""
    assert names == diagnosed(tmp_path, zygotes, **functions)


def test_a_width_does_not_explain_that_no_gradient_arrives(tmp_path: Path, zygotes: Zygotes) -> None:
    """Of a sampler with both mistakes the idea stands under the spread alone, and beside no other cause."""
    path = tmp_path / "vae.py"
    path.write_text(TORCH_NORMAL)
    found = rows(path, zygotes)
    gradient, spread = found["sampler_gradient"]["output"], found["sampler_variance"]["output"]
    assert "no gradient reaches mu; no gradient reaches log_var" in gradient
    assert gradient.count("Likely cause: what no gradient reaches is left out") == 1
    assert "Diagnosis" not in gradient
    assert found["sampler_variance"]["extra_data"]["diagnosis"] == "sampler_log_std"
    assert "Likely cause" not in spread


def test_a_factor_is_told_as_a_number(tmp_path: Path, zygotes: Zygotes) -> None:
    """Where no idea fits."""
    (tmp_path / "vae.py").write_text(CODE.format(**RIGHT | {"kl": f"3 * {RIGHT['kl']}"}))
    told = rows(tmp_path / "vae.py", zygotes)["kl_values"]["output"]
    assert told.endswith("\nDiagnosis: your values are 3 times the expected ones")


def verdicts(found: Rows) -> list[tuple[Any, ...]]:
    """Return what a diagnosis must not change."""
    return [(row.get("score"), row.get("status"), row["extra_data"]["status"]) for row in found.values()]


def test_a_fault_in_the_diagnosis_costs_no_verdict(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks are the same without it; staff read the traceback."""
    path = FOLDER / "wrong" / "kl_missing_half.py"
    before = rows(path, zygotes)

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fits, "choose", broken)
    results = grade(path, ASSIGNMENT, zygotes, identity="one").results
    after = {row["extra_data"]["check"]: row for row in results["tests"]}
    assert verdicts(before) == verdicts(after)
    assert "ZeroDivisionError" in results["extra_data"]["diagnosis_fault"]
    assert "Diagnosis" in before["kl_values"]["output"]
    assert "Diagnosis" not in after["kl_values"]["output"]


PROBE = """
import sys
from pathlib import Path
from autograder.course.assignment import load
from autograder.diagnosis import fits
from autograder.grading import grade
from autograder.sandbox.outside.hosts import Zygotes
with Zygotes() as zygotes:
    grade(Path(sys.argv[1]), load(Path("assignment.toml")), zygotes)
names = ("autograder.diagnosis.explain", "autograder.diagnosis.formulas", "torch")
print(*(name in sys.modules for name in names))
"""


@pytest.mark.parametrize(
    ("submission", "loaded"),
    [("right/np_randn.py", "False False False"), ("wrong/sampler_uniform.py", "True True False")],
)
def test_misconceptions_are_loaded_only_when_something_failed(submission: str, loaded: str) -> None:
    """And never PyTorch, which some of them import."""
    run = [sys.executable, "-c", PROBE, str(FOLDER / submission)]
    done = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split("\n")[0] == loaded


JULIA = """
using Random, Statistics

{generator}
reparameterize(mu, log_var) = mu .+ exp.(log_var) .* randn({argument}size(mu))
kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var, dims=2)) ./ 2
"""


def julia_rows(tmp_path: Path, zygotes: Zygotes, generator: str, argument: str) -> Rows:
    """Grade a Julia sampler that takes the log-variance for the logarithm of the standard deviation."""
    path = tmp_path / "vae.jl"
    path.write_text(JULIA.format(generator=generator, argument=argument))
    return rows(path, zygotes)


@pytest.mark.skipif(not julia.installed(), reason="Julia is not installed: ./setup.sh --with-julia")
def test_a_julia_sampler_with_its_own_generator_is_told_by_its_law_alone(
    tmp_path: Path, zygotes: Zygotes
) -> None:
    """Putting Julia back repeats the default generator's noise alone; verdicts and hint are the same."""
    default = julia_rows(tmp_path, zygotes, "", "")
    own = julia_rows(tmp_path, zygotes, "const rng = MersenneTwister(7)", "rng, ")
    told = [
        {c: (row["extra_data"]["status"], row["extra_data"].get("diagnosis")) for c, row in found.items()}
        for found in (default, own)
    ]
    assert told[0] == told[1]
    assert told[0]["sampler_variance"] == ("failed", "sampler_log_std")
