"""The KL divergence is one Python float for the whole batch."""
# fails: kl_values
# only: reduction = none
# diagnosis: kl_batch_average

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def softplus(a: Array) -> Array:
    """log(1 + exp(a)) for any a."""
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))


def reparameterize(mu: Array, log_var: Array) -> Array:
    eps = np.random.default_rng().normal(size=mu.shape).astype(mu.dtype)
    return mu + eps * np.exp(log_var / 2)


def kl_divergence(mu: Array, log_var: Array) -> float:
    per_example = ((mu**2 + np.exp(log_var) - log_var - 1) / 2).sum(axis=1)
    return float(per_example.mean())


def elbo(x: Array, x_logits: Array, mu: Array, log_var: Array, beta: float = 1.0) -> Array:
    reconstruction = (x * x_logits - softplus(x_logits)).sum(axis=1)
    kl = ((mu**2 + np.exp(log_var) - log_var - 1) / 2).sum(axis=1)
    return reconstruction - beta * kl
