"""In NumPy: one number for the whole call, and 0.05 added to the standard deviation."""
# fails: sampler_gradient, sampler_variance, sampler_independence

import numpy as np


def reparameterize(mu, log_var):
    std = np.exp(log_var / 2) + 0.05
    return mu + std * np.random.standard_normal()


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=-1)
    return rec - beta * kl_divergence(mu, log_var)
