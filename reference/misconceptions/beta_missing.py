"""The parameter beta does not exist.

Your function does not take {{ beta }}. It is the last parameter, with 1 as its default.
"""
# fails: beta_scaling
# about: beta
# only: beta = keyword

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - kl_divergence(mu, log_var)
