"""Draws Laplace noise scaled to variance 1, for heavier tails."""
# fails: sampler_shape

import numpy as np

rng = np.random.default_rng()
SCALE = 1 / np.sqrt(2)  # Laplace variance is 2 * scale^2


def reparameterize(mu, log_var):
    eps = rng.laplace(loc=0.0, scale=SCALE, size=mu.shape)
    return (mu + np.exp(log_var / 2) * eps).astype(mu.dtype)


def kl_divergence(mu, log_var):
    return 0.5 * (np.expm1(log_var) - log_var + mu**2).sum(axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    ll = -np.logaddexp(0, (1 - 2 * x) * x_logits)
    return ll.sum(axis=1) - beta * kl_divergence(mu, log_var)
