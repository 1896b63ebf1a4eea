"""Nothing but nan and infinity, of the right shape."""

import numpy as np


def reparameterize(mu, log_var):
    return np.full(mu.shape, np.nan)


def kl_divergence(mu, log_var):
    return np.full(len(mu), -np.inf)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.full(len(x), np.nan)
