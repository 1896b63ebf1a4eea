"""One number is drawn for the whole call.

One random number serves a whole call. Look at the shape in which you draw: every element of z needs noise
of its own.
"""
# fails: sampler_independence

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    eps = rng.standard_normal()
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
