"""log_var is taken for the standard deviation itself.

Your values are right if {{ log_var }} is the standard deviation itself. It is a logarithm, and of the
variance.
"""
# fails: kl_values, kl_nonnegative, kl_gradient
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + log_var**2 - 1 - np.log(log_var**2 + 1e-8), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
