"""SciPy does it: stats.norm.rvs for the noise, special.log_expit for the likelihood."""

import numpy as np
from scipy import stats
from scipy.special import log_expit


def reparameterize(mu, log_var):
    eps = stats.norm.rvs(size=mu.shape)
    return mu + eps * np.exp(0.5 * log_var)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = x * log_expit(x_logits) + (1 - x) * log_expit(-x_logits)
    return log_px.sum(axis=1) - beta * kl_divergence(mu, log_var)
