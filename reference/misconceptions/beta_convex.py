"""The two terms are weighted by 1 - beta and beta.

You weigh the two terms so that the weights add up to one. In a beta-VAE only one of the terms has a weight,
which may be larger than one.
"""
# fails: elbo_values, beta_scaling

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return (1 - beta) * reconstruction - beta * kl_divergence(mu, log_var)
