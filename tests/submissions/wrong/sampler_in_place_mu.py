"""Adds the noise to mu in place."""
# fails: sampler_contract

import numpy as np


def reparameterize(mu, log_var):
    eps = np.random.normal(size=mu.shape)
    mu += np.exp(0.5 * log_var) * eps
    return mu


def kl_divergence(mu, log_var):
    var = np.exp(log_var)
    return np.sum(0.5 * (var + mu**2 - 1 - log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = -np.logaddexp(0, np.where(x > 0, -x_logits, x_logits))
    return log_px.sum(axis=1) - beta * kl_divergence(mu, log_var)
