"""One number is shared by all latent dimensions of an example.

All latent dimensions of an example get the same noise: it is drawn once for each row and spread by
broadcasting. Every element of z needs noise of its own.
"""
# fails: sampler_independence

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    eps = rng.standard_normal((mu.shape[0], 1))
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
