"""The standard deviation is used as the variance throughout.

Your values are right for a distribution whose variance is what should be its standard deviation. Look for a
place that wants a variance, such as a covariance matrix, and gets a standard deviation.
"""
# fails: kl_values, kl_gradient

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var / 2) - 1 - log_var / 2, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
