"""Flattens the sample into one long vector."""
# fails: sampler_contract

import numpy as np


def reparameterize(mu, log_var):
    std = np.exp(0.5 * log_var)
    eps = np.random.standard_normal(mu.shape)
    return (mu + std * eps).ravel()


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(np.exp(log_var) + mu**2 - log_var - 1, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = x * x_logits - np.logaddexp(0, x_logits)
    return log_px.sum(axis=1) - beta * kl_divergence(mu, log_var)
