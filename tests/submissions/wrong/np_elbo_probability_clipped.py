"""In NumPy: probabilities are clipped at 1e-7."""
# fails: elbo_values

import numpy as np


def reparameterize(mu, log_var):
    return mu + np.exp(0.5 * log_var) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    p = np.clip(1 / (1 + np.exp(-x_logits)), 1e-7, 1 - 1e-7)
    rec = np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1)
    return rec - beta * kl_divergence(mu, log_var)
