"""Takes the absolute value of the noise."""
# fails: sampler_shape
# diagnosis: sampler_half_normal

import numpy as np


def reparameterize(mu, log_var):
    noise = np.abs(np.random.normal(0, 1, mu.shape))
    std = np.sqrt(np.exp(log_var))
    return mu + noise * std


def kl_divergence(mu, log_var):
    var = np.exp(log_var)
    return 0.5 * np.sum(var + mu**2 - 1 - np.log(var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = x * x_logits - np.logaddexp(0, x_logits)
    return log_px.sum(axis=1) - beta * kl_divergence(mu, log_var)
