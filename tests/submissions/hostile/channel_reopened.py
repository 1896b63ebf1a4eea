"""Opens both of its pipes for reading and for writing, so that neither ever ends."""
# expects: full

import os

import numpy as np

ends = []
for descriptor in (3, 4):
    for mode in (os.O_RDWR | os.O_NONBLOCK, os.O_RDONLY | os.O_NONBLOCK):
        try:
            ends.append(os.open(f"/proc/self/fd/{descriptor}", mode))
        except OSError:
            pass


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
