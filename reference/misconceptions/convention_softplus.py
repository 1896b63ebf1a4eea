"""Sampler and KL divergence agree with each other and take a softplus of log_var for the standard deviation.

Your sampler and your KL divergence agree with each other: both take a softplus of {{ log_var }} for the
standard deviation. Some encoders are defined so; here {{ log_var }} is the logarithm of the variance, so
both need the same change.
"""
# fails: sampler_gradient, sampler_variance, kl_values, kl_nonnegative, kl_gradient
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.logaddexp(0, log_var) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    sigma = np.logaddexp(0, log_var)
    return 0.5 * np.sum(mu**2 + sigma**2 - 1 - 2 * np.log(sigma), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
