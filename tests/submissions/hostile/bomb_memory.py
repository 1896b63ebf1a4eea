"""Fills memory while it is imported, block by block."""
# expects: full
# memory_mb: 400

import time

import numpy as np

blocks = []
while len(blocks) < 400:  # 6.4 GB, should nothing stop it
    try:
        blocks.append(np.ones(1 << 21))
    except MemoryError:
        time.sleep(0.01)
print("LO" "OT ESCAPED 6.4 GB held")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
