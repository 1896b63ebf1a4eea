"""SciPy does it: stats.norm.rvs for the noise, special.expit for the likelihood."""

import numpy as np
from scipy import stats
from scipy.special import expit, xlogy


def reparameterize(mu, log_var):
    eps = stats.norm.rvs(size=mu.shape)
    return mu + eps * np.exp(0.5 * log_var)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    # expit(-l) = 1 - expit(l) without the cancellation
    log_px = xlogy(x, expit(x_logits)) + xlogy(1 - x, expit(-x_logits))
    return log_px.sum(axis=1) - beta * kl_divergence(mu, log_var)
