"""Reads a mapped file that has become shorter."""
# expects: partial elbo_values elbo_bound beta_scaling

import mmap

import numpy as np


def crash():
    with open("shrinks", "w+b") as file:
        file.write(bytes(1 << 16))
        file.flush()
        mapped = mmap.mmap(file.fileno(), 1 << 16)
        file.truncate(0)
    return mapped[1 << 15]


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    crash()
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
