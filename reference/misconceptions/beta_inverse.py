"""The KL divergence is divided by beta.

The KL divergence becomes less important as {{ beta }} grows. It should be the other way round.
"""
# fails: beta_scaling

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    with np.errstate(divide="ignore"):
        weight = np.float64(1) / beta
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - weight * kl_divergence(mu, log_var)
