"""The shortest NumPy solution; float32 parameters come back as float64."""

import numpy as np


def reparameterize(mu, log_var):
    return mu + np.exp(0.5 * log_var) * np.random.randn(*mu.shape)


def kl_divergence(mu, log_var):
    return -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = x * x_logits - np.logaddexp(0, x_logits)
    return log_px.sum(axis=1) - beta * kl_divergence(mu, log_var)
