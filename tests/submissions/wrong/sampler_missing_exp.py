"""Halves log_var and forgets the exponential."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_missing_exp

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    std = 0.5 * log_var
    eps = rng.standard_normal(mu.shape)
    return mu + std * eps


def kl_divergence(mu, log_var):
    return -0.5 * (1 + log_var - mu**2 - np.exp(log_var)).sum(axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = (x * x_logits - np.logaddexp(0, x_logits)).sum(axis=1)
    return rec - beta * kl_divergence(mu, log_var)
