"""One standard deviation is used for all latent dimensions of an example: their average.

All latent dimensions of an example spread alike in your samples. Each has a variance of its own: nothing is
averaged on the way from {{ log_var }} to z.
"""
# fails: sampler_gradient, sampler_variance

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    sigma = np.exp(log_var / 2).mean(axis=1, keepdims=True)
    return mu + sigma * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
