"""The square root of beta is applied.

The KL divergence is weighted by a power of {{ beta }}. The weight is {{ beta }} itself.
"""
# fails: beta_scaling

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - np.sqrt(beta) * kl_divergence(mu, log_var)
