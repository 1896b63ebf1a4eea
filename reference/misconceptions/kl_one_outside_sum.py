"""The constant is subtracted once instead of once for each latent dimension.

A constant is counted once for each example where it should be counted once for each latent dimension. Look
at your parentheses and at what your sum encloses.
"""
# fails: kl_values, kl_nonnegative

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * (np.sum(mu**2 + np.exp(log_var) - log_var, axis=1) - 1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
