"""The closed-form gradients against PyTorch's automatic differentiation in float64."""

from functools import partial

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from reference import vae as torch_vae
from reference.numpy.gradients import (
    LOG_VAR_COEFFICIENT,
    elbo_gradient,
    kl_gradient,
    noise_scale,
)

close = partial(pytest.approx, rel=1e-12, abs=1e-12)

_rng = np.random.default_rng(2017)
MU = _rng.uniform(-3, 3, (7, 11))
LOG_VAR = _rng.uniform(-8, 8, (7, 11))
X = _rng.uniform(0, 1, (7, 13)).round(1)
X_LOGITS = _rng.uniform(-8, 8, (7, 13))


def variable(array: NDArray[np.float64]) -> torch.Tensor:
    """Turn an array into a tensor to differentiate with respect to."""
    return torch.tensor(array, requires_grad=True)


def test_kl_gradient_is_autograds() -> None:
    """The gradient of the KL is mu and (exp(log_var) - 1) / 2."""
    mu, log_var = variable(MU), variable(LOG_VAR)
    kl = torch_vae.kl_divergence(mu, log_var)
    expected = torch.autograd.grad(kl.sum(), [mu, log_var])
    for by_autograd, by_hand in zip(expected, kl_gradient(MU, LOG_VAR), strict=True):
        assert close(by_autograd.numpy()) == by_hand


@pytest.mark.parametrize("beta", [0.0, 1.0, 4.0, 0.37])
def test_elbo_gradient_is_autograds(beta: float) -> None:
    """The gradient of the ELBO is x - sigmoid(x_logits) and -beta times that of the KL."""
    x_logits, mu, log_var = variable(X_LOGITS), variable(MU), variable(LOG_VAR)
    bound = torch_vae.elbo(torch.tensor(X), x_logits, mu, log_var, beta)
    expected = torch.autograd.grad(bound.sum(), [x_logits, mu, log_var])
    actual = elbo_gradient(X, X_LOGITS, MU, LOG_VAR, beta)
    for by_autograd, by_hand in zip(expected, actual, strict=True):
        assert close(by_autograd.numpy()) == by_hand


def test_elbo_gradient_survives_extreme_logits() -> None:
    """At logits of a thousand the gradient is the residual x - 1 or x, without overflow."""
    x, x_logits, prior = (
        np.array([[0.0, 1.0, 0.0, 1.0]]),
        np.array([[-1e3, -1e3, 1e3, 1e3]]),
        MU[:1],
    )
    expected = np.array([[0.0, 1.0, -1.0, 0.0]])
    assert close(expected) == elbo_gradient(x, x_logits, prior, prior).x_logits


def test_noise_scale_is_the_standard_deviation() -> None:
    """The square of the noise scale is the variance exp(log_var)."""
    assert close(np.exp(LOG_VAR)) == noise_scale(LOG_VAR) ** 2


def test_sampler_gradients_are_the_cotangent_and_half_the_noise_part() -> None:
    """d<v, z>/dmu is v, and d<v, z>/dlog_var is LOG_VAR_COEFFICIENT * v * (z - mu)."""
    mu, log_var, cotangent = variable(MU), variable(LOG_VAR), _rng.standard_normal(MU.shape)
    z = torch_vae.reparameterize(mu, log_var)
    to_mu, to_log_var = torch.autograd.grad(z, [mu, log_var], torch.tensor(cotangent))
    noise_part = z.detach().numpy() - MU
    assert close(cotangent) == to_mu.numpy()
    assert close(LOG_VAR_COEFFICIENT * cotangent * noise_part) == to_log_var.numpy()
