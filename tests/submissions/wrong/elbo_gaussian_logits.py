"""The reconstruction term is a Gaussian log-likelihood around the raw logits."""
# fails: elbo_values
# diagnosis: elbo_gaussian_logits

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def softplus(a: Array) -> Array:
    """log(1 + exp(a)) for any a."""
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))


def reparameterize(mu: Array, log_var: Array) -> Array:
    eps = np.random.default_rng().normal(size=mu.shape).astype(mu.dtype)
    return mu + eps * np.exp(log_var / 2)


def kl_divergence(mu: Array, log_var: Array) -> Array:
    return ((mu**2 + np.exp(log_var) - log_var - 1) / 2).sum(axis=1)


def elbo(x: Array, x_logits: Array, mu: Array, log_var: Array, beta: float = 1.0) -> Array:
    reconstruction = -0.5 * ((x - x_logits) ** 2).sum(axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
