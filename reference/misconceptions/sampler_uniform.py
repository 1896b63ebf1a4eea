"""The noise is uniform on [0, 1) instead of normal.

Your noise is uniform between 0 and 1. The functions for uniform and for normal noise have similar names:
look up which of them you call.
"""
# fails: sampler_shape

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    eps = rng.random(mu.shape)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
