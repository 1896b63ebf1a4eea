"""Sampler and KL divergence both take (log_var, mu).

Your sampler and your KL divergence both take {{ log_var }} first and {{ mu }} second. Other code bases have
this order; here {{ mu }} comes first.
"""
# fails: sampler_gradient, sampler_mean, sampler_variance, kl_values, kl_gradient
# about: order

import numpy as np

rng = np.random.default_rng()


def reparameterize(log_var, mu):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(log_var, mu):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(log_var, mu)
