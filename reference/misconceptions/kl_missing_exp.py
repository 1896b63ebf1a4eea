"""log_var is used as the variance: the exponential is missing.

Your KL divergence does not depend on {{ log_var }} at all: two of its terms cancel, because in one of them
the logarithm is not undone.
"""
# fails: kl_values, kl_nonnegative, kl_gradient
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + log_var - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
