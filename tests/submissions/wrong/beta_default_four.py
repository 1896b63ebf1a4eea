"""The default of beta is 4 instead of 1."""
# fails: elbo_values
# only: beta = keyword
# diagnosis: beta_default_four

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


def elbo(x: Array, x_logits: Array, mu: Array, log_var: Array, beta: float = 4.0) -> Array:
    reconstruction = (x * x_logits - softplus(x_logits)).sum(axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
