"""One default_rng() for the whole module, without a seed."""

import numpy as np
from numpy.typing import NDArray

rng = np.random.default_rng()


def reparameterize(mu: NDArray, log_var: NDArray) -> NDArray:
    """z = mu + sigma * eps, all of shape (batch, latent)."""
    eps = rng.standard_normal(mu.shape, dtype=mu.dtype)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu: NDArray, log_var: NDArray) -> NDArray:
    return 0.5 * (np.square(mu) + np.expm1(log_var) - log_var).sum(axis=-1)


def elbo(
    x: NDArray, x_logits: NDArray, mu: NDArray, log_var: NDArray, beta: float = 1.0
) -> NDArray:
    # log sigmoid(l) = -log(1 + exp(-l))
    log_p = -np.logaddexp(0, -x_logits)
    log_not_p = -np.logaddexp(0, x_logits)
    reconstruction = np.sum(x * log_p + (1 - x) * log_not_p, axis=-1)
    return reconstruction - beta * kl_divergence(mu, log_var)
