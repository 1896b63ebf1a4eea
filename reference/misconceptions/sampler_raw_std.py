"""log_var itself is used as the standard deviation.

Your samples spread as if {{ log_var }} were the standard deviation itself. It is a logarithm, which may be
negative, and a logarithm of the variance at that: two steps lie between it and a standard deviation.
"""
# fails: sampler_gradient, sampler_variance
# about: second_argument

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    sigma = log_var
    return mu + sigma * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
