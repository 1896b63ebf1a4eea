"""Values far beyond any picture, in every function."""

import numpy as np


def reparameterize(mu, log_var):
    return 1e300 * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return np.where(mu[:, 0] > 0, 1e308, -1e308)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.full(len(x), 1e308) * (beta - 1)
