"""Treats log_var as the variance and takes abs() because the square root gave NaN."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_raw_variance

import numpy as np


def reparameterize(mu, log_var):
    sigma = np.sqrt(np.abs(log_var))
    return mu + sigma * np.random.randn(*mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return log_px - beta * kl_divergence(mu, log_var)
