"""The sampler takes its arguments as (log_var, mu).

Your sampler takes its two arguments in the other order. Here {{ mu }} comes first and {{ log_var }} second;
other code bases have it the other way round.
"""
# fails: sampler_gradient, sampler_mean, sampler_variance
# about: order

import numpy as np

rng = np.random.default_rng()


def reparameterize(log_var, mu):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
