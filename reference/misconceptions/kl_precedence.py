"""A constant factor multiplies the first term only.

The term in {{ mu }} is right, the terms in {{ log_var }} are twice what they should be. A factor that
belongs to all of them stands before one: look at your parentheses.
"""
# fails: kl_values, kl_gradient

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return np.sum(0.5 * mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
