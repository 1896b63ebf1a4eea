"""The magnitudes against the float32 rounding errors of correct ways to write the formulas."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, logaddexp, sigmoid, zeros_like
from torch.nn import functional

from reference.numpy.gradients import (
    elbo_gradient,
    elbo_gradient_magnitude,
    kl_gradient,
    kl_gradient_magnitude,
    kl_magnitude,
    reconstruction_magnitude,
)
from reference.numpy.vae import elbo, kl_divergence

Array = NDArray[np.float64]
Form = Callable[[Tensor, Tensor], Tensor]

UNIT_ROUNDOFF = float(np.finfo(np.float32).eps) / 2
LARGEST = 8.0  # the largest |log_var| and |logit| that are graded
LATENT = 3
# What the worst forms below need is 6 roundoffs; the graded tolerance, 32 and more, is wider.
ROUNDOFFS = 8
# A sigmoid followed by a logarithm loses digits that no sum of terms accounts for: 1e-3 forgives.
POLICY = 1e-3

KL_FORMS: dict[str, Form] = {
    "paper": lambda mu, log_var: -((1 + log_var - mu**2 - log_var.exp()) / 2).sum(1),
    "expm1": lambda mu, log_var: ((mu**2 + torch.expm1(log_var) - log_var) / 2).sum(1),
    "sigma": lambda mu, log_var: ((log_var / 2).exp() ** 2 + mu**2 - 1 - log_var).sum(1) / 2,
    "power": lambda mu, log_var: (torch.pow(np.e, log_var) + mu**2 - 1 - log_var).sum(1) / 2,
    "log": lambda mu, log_var: ((log_var.exp() + mu**2 - 1) / 2 - log_var.exp().sqrt().log()).sum(1),
    "sums": lambda mu, log_var: (mu**2 + log_var.exp()).sum(1) / 2 - (LATENT + log_var.sum(1)) / 2,
}
STABLE_FORMS: dict[str, Form] = {
    "bce": lambda x, logit: -functional.binary_cross_entropy_with_logits(logit, x, reduction="none").sum(1),
    "softplus": lambda x, logit: (x * logit - functional.softplus(logit)).sum(1),
    "log": lambda x, logit: (x * logit - torch.log(1 + torch.exp(logit))).sum(1),
    "mirrored": lambda x, logit: ((x - 1) * logit + functional.logsigmoid(logit)).sum(1),
    "logaddexp": lambda x, logit: (x * logit).sum(1) - logaddexp(logit, zeros_like(logit)).sum(1),
}
SIGMOID_FORMS: dict[str, Form] = {
    "two logs": lambda x, logit: (x * sigmoid(logit).log() + (1 - x) * (1 - sigmoid(logit)).log()).sum(1),
    "one log": lambda x, logit: (1 - x - sigmoid(logit)).abs().log().sum(1),
    "bce": lambda x, logit: -functional.binary_cross_entropy(sigmoid(logit), x, reduction="none").sum(1),
}


def draws(generator: np.random.Generator, dims: int) -> Array:
    """Draw rows of every size from 1e-6 to LARGEST, the first 400 constant: (4000, dims)."""
    size = LARGEST * 10 ** generator.uniform(-6, 0, (4000, 1))
    size[::2] = LARGEST
    rows = size * generator.uniform(-1, 1, (4000, dims))
    rows[:200], rows[200:400] = LARGEST, -LARGEST
    return rows.astype(np.float32).astype(np.float64)


_rng = np.random.default_rng(32)
MU, LOG_VAR, X_LOGITS = (draws(_rng, dims) for dims in (LATENT, LATENT, 5))
X = np.tile(_rng.integers(0, 2, (1000, 5)), (4, 1)).astype(np.float64)
X[:400] = (np.arange(400) % 2)[:, None]
PRIOR = np.zeros((4000, 1))


def value_and_gradient(form: Form, first: Array, second: Array) -> tuple[Array, Array]:
    """Evaluate a form in float32: its values and its gradient in the second argument."""
    given = torch.tensor(first, dtype=torch.float32)
    variable = torch.tensor(second, dtype=torch.float32, requires_grad=True)
    values = form(given, variable)
    (gradient,) = torch.autograd.grad(values.sum(), [variable])
    return values.detach().double().numpy(), gradient.double().numpy()


def roundoffs(expected: Array, actual: Array, magnitude: Array) -> float:
    """Measure the largest error in unit roundoffs of the magnitude."""
    return float(np.max(np.abs(actual - expected) / magnitude)) / UNIT_ROUNDOFF


@pytest.mark.parametrize("form", KL_FORMS.values(), ids=KL_FORMS.keys())
def test_kl_rounding_scales_with_its_magnitude(form: Form) -> None:
    """However the KL is written, its error is a few unit roundoffs of the magnitude."""
    values, gradient = value_and_gradient(form, MU, LOG_VAR)
    of_gradient = kl_gradient_magnitude(MU, LOG_VAR).log_var
    assert roundoffs(kl_divergence(MU, LOG_VAR), values, kl_magnitude(MU, LOG_VAR)) < ROUNDOFFS
    assert roundoffs(kl_gradient(MU, LOG_VAR).log_var, gradient, of_gradient) < ROUNDOFFS


@pytest.mark.parametrize("form", STABLE_FORMS.values(), ids=STABLE_FORMS.keys())
def test_reconstruction_rounding_scales_with_its_magnitude(form: Form) -> None:
    """However the log-likelihood is written from logits, the same holds for it."""
    values, gradient = value_and_gradient(form, X, X_LOGITS)
    expected = elbo(X, X_LOGITS, PRIOR, PRIOR)
    of_gradient = elbo_gradient_magnitude(X, PRIOR, PRIOR).x_logits
    expected_gradient = elbo_gradient(X, X_LOGITS, PRIOR, PRIOR).x_logits
    assert roundoffs(expected, values, reconstruction_magnitude(X, X_LOGITS)) < ROUNDOFFS
    assert roundoffs(expected_gradient, gradient, of_gradient) < ROUNDOFFS


@pytest.mark.parametrize("form", SIGMOID_FORMS.values(), ids=SIGMOID_FORMS.keys())
def test_a_sigmoid_then_a_logarithm_is_forgiven(form: Form) -> None:
    """A sigmoid followed by a logarithm stays within magnitude and policy for graded logits."""
    values, gradient = value_and_gradient(form, X, X_LOGITS)
    expected = elbo(X, X_LOGITS, PRIOR, PRIOR)
    rounding = ROUNDOFFS * UNIT_ROUNDOFF * reconstruction_magnitude(X, X_LOGITS)
    of_gradient = elbo_gradient_magnitude(X, PRIOR, PRIOR).x_logits
    expected_gradient = elbo_gradient(X, X_LOGITS, PRIOR, PRIOR).x_logits
    assert np.all(np.abs(values - expected) <= rounding + POLICY * np.abs(expected))
    assert roundoffs(expected_gradient, gradient, of_gradient) < ROUNDOFFS


def test_beta_scales_the_magnitudes_of_the_kl() -> None:
    """The magnitude of the ELBO's gradient is |beta| times the KL's for mu and log_var."""
    expected = kl_gradient_magnitude(MU, LOG_VAR)
    actual = elbo_gradient_magnitude(X, MU, LOG_VAR, beta=-4.0)
    assert np.array_equal(4 * expected.mu, actual.mu)
    assert np.array_equal(4 * expected.log_var, actual.log_var)
