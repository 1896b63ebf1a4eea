"""Draws uniform noise on [0, 1): rand instead of randn."""
# fails: sampler_shape
# diagnosis: sampler_uniform

import numpy as np


def reparameterize(mu, log_var):
    eps = np.random.rand(*mu.shape)
    return mu + np.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    return -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return rec - beta * kl_divergence(mu, log_var)
