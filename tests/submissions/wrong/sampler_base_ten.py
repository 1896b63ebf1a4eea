"""Takes log_var for a base-10 logarithm."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_base_ten

import numpy as np


def reparameterize(mu, log_var):
    var = 10**log_var
    return mu + np.sqrt(var) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * (np.exp(log_var) + mu**2 - 1 - log_var).sum(-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = np.maximum(x_logits, 0) - x * x_logits + np.log1p(np.exp(-np.abs(x_logits)))
    return -bce.sum(-1) - beta * kl_divergence(mu, log_var)
