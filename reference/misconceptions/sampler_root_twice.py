"""The square root is taken twice.

The width of your samples is the square root of what it should be. Look for a square root, or a halving,
that is applied to something that already is a standard deviation.
"""
# fails: sampler_gradient, sampler_variance

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    sigma = np.exp(log_var / 4)
    return mu + sigma * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
