"""Inflates the standard deviation by one per cent."""
# fails: sampler_variance

import numpy as np

temperature = 1.01
rng = np.random.default_rng()


def reparameterize(mu, log_var):
    """Warmer samples look more diverse."""
    eps = temperature * rng.standard_normal(mu.shape).astype(mu.dtype)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return -0.5 * np.sum(1 + log_var - np.square(mu) - np.exp(log_var), axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=-1)
    return log_px - beta * kl_divergence(mu, log_var)
