"""mu is averaged over the batch.

All rows of your samples are centred at the same place, the average of {{ mu }} over the batch. Each example
has its own mean.
"""
# fails: sampler_gradient, sampler_mean

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu.mean(axis=0) + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
