"""In NumPy: one call in a hundred repeats the noise of the first one of its shape."""
# fails: sampler_independence

import numpy as np

KEPT = {}


def reparameterize(mu, log_var):
    if mu.shape not in KEPT or np.random.random() > 0.01:
        KEPT[mu.shape] = np.random.standard_normal(mu.shape)
    return mu + np.exp(log_var / 2) * KEPT[mu.shape]


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=-1)
    return rec - beta * kl_divergence(mu, log_var)
