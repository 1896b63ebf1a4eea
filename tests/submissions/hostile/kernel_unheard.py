"""Tries every number of a system call that no program of the bank needs, up to what no kernel has."""
# expects: full

import ctypes

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
for number in [*range(174, 186), *range(236, 256), *range(425, 434), *range(450, 1024)]:
    if libc.syscall(ctypes.c_long(number), -1, -1, -1, -1, -1, -1) >= 0:
        print("LOOT", number)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
