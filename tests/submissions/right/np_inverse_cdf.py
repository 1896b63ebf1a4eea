"""Noise by scipy's ndtri of a uniform kept away from 0 and 1."""

import numpy as np
from scipy.special import log_expit, ndtri

generator = np.random.default_rng(seed=7)


def standard_normal(shape):
    u = generator.random(shape)
    u = np.clip(u, 1e-16, 1 - 1e-16)
    return ndtri(u)


def reparameterize(mu, log_var):
    return (mu + np.exp(log_var / 2) * standard_normal(mu.shape)).astype(mu.dtype)


def kl_divergence(mu, log_var):
    return (np.exp(log_var) + mu**2 - 1 - log_var).sum(axis=1) / 2


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = (x * log_expit(x_logits) + (1 - x) * log_expit(-x_logits)).sum(axis=1)
    return rec - beta * kl_divergence(mu, log_var)
