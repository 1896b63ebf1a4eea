"""log_var is taken for the logarithm of the standard deviation.

Your values are right if {{ log_var }} is the logarithm of the standard deviation. In this assignment it is
the logarithm of the variance; many texts use the other convention. A library's distribution that asks for a
scale wants a standard deviation.
"""
# fails: kl_values, kl_gradient
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(2 * log_var) - 1 - 2 * log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
