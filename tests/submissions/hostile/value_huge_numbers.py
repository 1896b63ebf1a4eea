"""Returns finite samples so large that every square and sum of them overflows."""
# expects: partial sampler_gradient sampler_variance sampler_shape

import numpy as np


def reparameterize(mu, log_var):
    return np.where(np.random.random(mu.shape) < 0.5, -1.7e308, 1.7e308)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
