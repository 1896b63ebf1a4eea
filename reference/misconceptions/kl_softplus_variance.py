"""Softplus turns log_var into the variance.

Your values are right if the variance were a softplus of {{ log_var }}. Here {{ log_var }} is the logarithm
of the variance, which fixes how one becomes the other.
"""
# fails: kl_values, kl_nonnegative, kl_gradient
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    variance = np.logaddexp(0, log_var)
    return 0.5 * np.sum(mu**2 + variance - 1 - np.log(variance), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
