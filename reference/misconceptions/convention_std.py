"""Sampler and KL divergence agree with each other and take log_var for the standard deviation itself.

Your sampler and your KL divergence agree with each other: both read {{ log_var }} as the standard deviation
itself. Here it is the logarithm of the variance, so both need the same change.
"""
# fails: sampler_gradient, sampler_variance, kl_values, kl_nonnegative, kl_gradient
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + log_var * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + log_var**2 - 1 - np.log(log_var**2 + 1e-8), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
