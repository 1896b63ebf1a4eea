"""The standard deviation stands where the variance should; log_var is used rightly.

In one term of your KL divergence a standard deviation stands where a variance should; the other terms are
right.
"""
# fails: kl_values, kl_nonnegative, kl_gradient

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var / 2) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
