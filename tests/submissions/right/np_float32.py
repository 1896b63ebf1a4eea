"""Keeps the dtype of the input by casting the noise."""

import numpy as np


def reparameterize(mu, log_var):
    dtype = mu.dtype
    eps = np.random.standard_normal(mu.shape).astype(dtype)
    half = np.asarray(0.5, dtype=dtype)
    z = mu + np.exp(half * log_var) * eps
    assert z.dtype == dtype
    return z


def kl_divergence(mu, log_var):
    half = np.asarray(0.5, dtype=mu.dtype)
    return half * np.sum(np.exp(log_var) - log_var - 1 + mu * mu, axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    softplus = np.maximum(x_logits, 0) + np.log1p(np.exp(-np.abs(x_logits)))
    rec = np.sum(x * x_logits - softplus, axis=-1)
    return (rec - beta * kl_divergence(mu, log_var)).astype(x_logits.dtype)
