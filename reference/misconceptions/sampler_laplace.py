"""The noise is Laplace's instead of normal.

Your noise has a Laplace distribution, with heavier tails than normal noise. Look up which distribution you
draw from.
"""
# fails: sampler_shape

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    eps = rng.laplace(size=mu.shape)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
