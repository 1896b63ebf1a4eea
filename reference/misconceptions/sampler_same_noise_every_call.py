"""The generator is seeded inside the function, so that every call draws the same noise.

Every call uses the same noise: a seed is set inside the function, or noise is drawn once and kept. A seed
belongs to the script that trains, outside of the function.
"""
# fails: sampler_independence

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    eps = np.random.default_rng(0).standard_normal(mu.shape)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
