"""Draws again wherever the noise is beyond two, so the tails are missing."""
# fails: sampler_shape

import numpy as np


def truncated_normal(shape, limit=2.0):
    eps = np.random.randn(*shape)
    while True:
        outside = np.abs(eps) > limit
        if not outside.any():
            return eps
        eps[outside] = np.random.randn(outside.sum())


def reparameterize(mu, log_var):
    return mu + np.exp(0.5 * log_var) * truncated_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(np.exp(log_var) + mu**2 - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    softplus = np.logaddexp(0, x_logits)
    return (x * x_logits - softplus).sum(axis=1) - beta * kl_divergence(mu, log_var)
