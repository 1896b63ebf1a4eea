"""The sigmoid is applied twice.

The sigmoid is applied twice: once by you and once by a function that expects logits.
"""
# fails: elbo_values
# about: likelihood

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    p = 1 / (1 + np.exp(-x_logits))
    reconstruction = np.sum(x * p - np.logaddexp(0, p), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
