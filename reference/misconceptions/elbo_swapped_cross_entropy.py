"""The image and its probabilities are swapped in a cross-entropy of probabilities.

The image and the probabilities have changed places in your cross-entropy, so that the logarithms are taken of the
image, whose pixels are 0 or 1. Look up which argument comes first.
"""
# fails: elbo_values

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    probabilities = 1 / (1 + np.exp(-x_logits))
    # PyTorch's cross-entropy cuts logarithms of 0 at -100.
    reconstruction = -100 * np.sum((1 - x) * probabilities + x * (1 - probabilities), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
