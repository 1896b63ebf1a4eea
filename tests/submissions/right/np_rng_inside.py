"""A new default_rng() in every call: fresh entropy each time, so the noise is independent."""

import numpy as np


def reparameterize(mu, log_var):
    rng = np.random.default_rng()
    sigma = np.sqrt(np.exp(log_var))
    z = mu + sigma * rng.normal(0.0, 1.0, size=mu.shape)
    return z.astype(mu.dtype)


def kl_divergence(mu, log_var):
    sigma_sq = np.exp(log_var)
    return np.sum(sigma_sq + mu**2 - log_var - 1, axis=1) / 2


def elbo(x, x_logits, mu, log_var, beta=1.0):
    # stable binary cross-entropy
    bce = np.maximum(x_logits, 0) - x * x_logits + np.log1p(np.exp(-np.abs(x_logits)))
    return -np.sum(bce, axis=1) - beta * kl_divergence(mu, log_var)
