"""What is decided by the law of the width, the name of the argument, and the rest of the file."""

from __future__ import annotations

import pytest

from autograder.course.conventions import Scale
from autograder.openform import names, table
from autograder.openform.evidence import Evidence
from autograder.openform.names import Claim


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("log_var", "log_var"),
        ("logvar", "log_var"),
        ("z_log_var", "log_var"),
        ("logσ²", "log_var"),
        ("log_sigma2", "log_var"),
        ("ln_sigma_sq", "log_var"),
        ("lv", "log_var"),
        ("log_variance", "log_var"),
        ("log_std", "log_std"),
        ("logstd", "log_std"),
        ("log_scale", "log_std"),
        ("log_sigma", "log_sigma"),
        ("logσ", "log_sigma"),
        ("sigma", "std"),
        ("σ", "std"),
        ("std", "std"),
        ("stddev", "std"),
        ("z_sd", "std"),
        ("scale", "std"),
        ("var", "var"),
        ("variance", "var"),
        ("sigma2", "var"),
        ("σ²", "var"),
        ("b", "nothing"),
        ("h", "nothing"),
        ("params", "nothing"),
        ("logits", "nothing"),
    ],
)
def test_what_a_name_says(name: str, claim: Claim) -> None:
    """A log-variance, a width, or nothing."""
    assert names.claim(name) == claim


@pytest.mark.parametrize(
    ("law", "claim", "evidence_", "head", "verdict"),
    [
        ("log_var", "log_var", set(), False, "accept"),
        ("log_std", "log_var", set(), False, "reject"),
        ("std", "log_var", set(), False, "reject"),
        ("std", "log_var", set(), True, "person"),
        ("std", "log_var", {"std"}, False, "remark"),
        ("std", "log_var", {"log_var"}, True, "reject"),
        ("log_std", "std", set(), False, "person"),
        ("log_std", "std", {"std"}, False, "reject"),
        ("log_std", "std", {"log_std"}, False, "remark"),
        ("log_std", "std", {"log_std", "std"}, False, "person"),
        ("log_std", "log_sigma", {"log_var"}, False, "accept"),
        ("std", "var", {"std"}, False, "remark"),
        ("std", "var", set(), False, "reject"),
        ("std", "nothing", set(), False, "remark"),
        ("var", "nothing", set(), False, "accept"),
    ],
)
def test_contradictions_are_settled_by_the_rest_of_the_file(
    law: Scale, claim: Claim, evidence_: set[Scale], head: bool, verdict: str
) -> None:
    """Where it agrees with what the sampler does, the name was a slip; where with the name, the sampler."""
    assert table.weigh(law, claim, frozenset(evidence_), positive_head=head) == verdict


@pytest.mark.parametrize(
    ("source", "conventions"),
    [
        ("-0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())", {"log_var"}),
        ("0.5 * np.sum(mu**2 + np.exp(lv) - 1 - lv)", {"log_var"}),
        ("0.5 * sum(mu.^2 .+ exp.(logσ²) .- 1 .- logσ²)", {"log_var"}),
        ("0.5 * (mu**2 + np.exp(2 * s) - 1 - 2 * s).sum()", {"log_std"}),
        ("0.5 * (mu**2 + sd**2 - 1 - np.log(sd**2)).sum()", {"std"}),
        ("0.5 * (mu**2 + sd**2 - 1 - 2 * np.log(sd)).sum()", {"std"}),
        ("0.5 * (mu**2 + v - 1 - np.log(v)).sum()", {"var"}),
        ("z = sample(mean, torch.exp(0.5 * log_var))", {"std"}),
        ("z = self.sample(mean, log_var)", {"log_var"}),
        ("def sample(mean, log_var): pass", set()),
        ("sample(μ, σ) = μ .+ exp.(σ)", set()),
        ("return sample(mean, torch.exp(0.5 * log_var)), mean", {"std"}),
        ("var = torch.exp(0.5 * log_var)\nz = sample(mean, up(var))\nz = sample(mean, var)", {"std"}),
        ("x = 1", set()),
    ],
)
def test_what_a_file_says_of_its_width(source: str, conventions: set[Scale]) -> None:
    """By its KL, however it is written, and by its calls."""
    assert Evidence(source).conventions("sample") == conventions


@pytest.mark.parametrize(
    ("name", "owner", "likeness"),
    [
        ("reparameterize", "", 2),
        ("sample_z", "", 2),
        ("forward", "Sampling", 2),
        ("forward", "VAE", 0),
        ("add_noise", "", -2),
        ("f", "", 0),
        ("kl_divergence", "", -1),
    ],
)
def test_names_of_functions(name: str, owner: str, likeness: int) -> None:
    """A layer's name is its class's; what adds noise to images is no sampler."""
    assert names.likeness(name, owner) == likeness
