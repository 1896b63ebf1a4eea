"""What is added to a variance or a standard deviation for safety: one verdict, on every seed."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Any

import pytest

from autograder.grading import grade
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session.session import Session
from tests.support.bank import code_alone
from tests.support.regrading import regraded

SEEDS = range(3)
KL = ["kl_values", "kl_gradient"]
NUMPY = Template("""
import numpy as np
def reparameterize(mu, log_var):
    return mu + $std * np.random.standard_normal(mu.shape)
def kl_divergence(mu, log_var):
    std = $std
    return 0.5 * np.sum(mu**2 + std**2 - 1 - np.log(std**2), axis=1)
def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
""")
TORCH = Template("""
import torch
from torch.nn.functional import logsigmoid
def reparameterize(mu, log_var):
    return mu + $std * torch.randn_like(mu)
def kl_divergence(mu, log_var):
    std = $std
    return 0.5 * torch.sum(mu**2 + std**2 - 1 - torch.log(std**2), dim=1)
def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = torch.sum(x * logsigmoid(x_logits) + (1 - x) * logsigmoid(-x_logits), dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
""")
VARIANCE, DEVIATION = "{0}.sqrt({0}.exp(log_var) + {1})", "({0}.exp(log_var / 2) + {1})"


def lost(results: dict[str, Any]) -> list[str]:
    """Return the checks that were not passed."""
    tests = results["tests"]
    return [test["extra_data"]["check"] for test in tests if test["extra_data"]["status"] != "passed"]


@pytest.mark.parametrize(("language", "library"), [(NUMPY, "np"), (TORCH, "torch")], ids=["NumPy", "PyTorch"])
@pytest.mark.parametrize(
    ("std", "added", "fails"),
    [
        (VARIANCE, "1e-6", []),
        (VARIANCE, "1e-5", KL),
        (DEVIATION, "1e-5", []),
        (DEVIATION, "1e-4", KL),
        (DEVIATION, "5e-4", ["sampler_gradient", *KL]),
    ],
    ids=["variance 1e-6", "variance 1e-5", "std 1e-5", "std 1e-4", "std 5e-4"],
)
def test_what_is_added_is_forgiven_or_not(
    language: Template, library: str, std: str, added: str, fails: list[str], tmp_path: Path, zygotes: Zygotes
) -> None:
    """Its size alone decides."""
    path = tmp_path / "vae.py"
    path.write_text(language.substitute(std=std.format(library, added)))
    first, *others = (f"forgiveness {seed}" for seed in SEEDS)
    again: list[dict[str, Any]] = []

    def judge(session: Session) -> None:
        again.extend(regraded(session, identity, {}) for identity in others)

    results = grade(path, code_alone(), zygotes, identity=first, on_graded=judge).results
    assert [lost(by_one) for by_one in (results, *again)] == [fails] * len(SEEDS)
