"""Watches files and mounts, and puts up filters of its own: what no honest program of the bank does."""
# expects: full

import ctypes

import numpy as np

libc = ctypes.CDLL(None)
CALLS = {"inotify_init": 253, "inotify_init1": 294, "fanotify_init": 300, "io_setup": 206, "statmount": 457,
         "listmount": 458, "landlock_create_ruleset": 444, "membarrier": 324}
for name, number in CALLS.items():
    if libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0) >= 0:
        print("LOOT", name)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
