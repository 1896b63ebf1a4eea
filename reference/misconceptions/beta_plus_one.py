"""The KL divergence is weighted by 1 + beta.

{{ beta }} comes on top of a KL term that is already there. At {{ beta }} = 1 your values must be those of
the ordinary ELBO.
"""
# fails: elbo_values

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - (1 + beta) * kl_divergence(mu, log_var)
