"""Sampler and KL divergence agree with each other and take log_var for the logarithm of the standard deviation.

Your sampler and your KL divergence agree with each other: both read {{ log_var }} as the logarithm of the
standard deviation. That is a convention that many texts use; in this assignment {{ log_var }} is the
logarithm of the variance, so both need the same change.
"""
# fails: sampler_gradient, sampler_variance, kl_values, kl_gradient
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(2 * log_var) - 1 - 2 * log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
