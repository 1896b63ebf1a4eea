"""A KL of 10^30 everywhere, and an ELBO of its negative in which whatever the reconstruction term should be drowns."""
# expects: partial kl_values kl_nonnegative kl_gradient elbo_values elbo_bound beta_scaling

import numpy as np


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return np.full(len(mu), 1e30)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -beta * kl_divergence(mu, log_var)
