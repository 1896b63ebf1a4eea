"""Prints and fails with letters under so many marks that they cover the lines above."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

HEAP = "10/10" + "\u0301\u0336\u0489" * 300
print(HEAP)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    raise ValueError(HEAP)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
