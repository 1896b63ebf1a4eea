"""Asks for a terabyte at once, for huge pages, and for locked memory."""
# expects: full

import ctypes
import mmap

import numpy as np


def ask():
    for step in (
        lambda: np.zeros(1 << 37),
        lambda: bytearray(1 << 40),
        lambda: mmap.mmap(-1, 1 << 40),
        lambda: mmap.mmap(-1, 1 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000),
        lambda: ctypes.CDLL(None).mlockall(7),
    ):
        try:
            step()
        except BaseException:
            pass


ask()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    ask()
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
