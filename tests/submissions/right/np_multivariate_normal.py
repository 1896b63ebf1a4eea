"""Whole noise vectors at once from np.random.multivariate_normal with an identity covariance."""

import numpy as np


def reparameterize(mu, log_var):
    batch, latent = mu.shape
    eps = np.random.multivariate_normal(np.zeros(latent), np.eye(latent), size=batch)
    z = mu + np.exp(log_var / 2) * eps
    return z.astype(mu.dtype, copy=False)


def kl_divergence(mu, log_var):
    """0.5 * (tr(S) + mu'mu - k - log det S) for a diagonal S."""
    trace = np.exp(log_var).sum(axis=1)
    mahalanobis = np.einsum("ij,ij->i", mu, mu)
    log_det = log_var.sum(axis=1)
    return 0.5 * (trace + mahalanobis - mu.shape[1] - log_det)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = np.einsum("ij,ij->i", x, x_logits) - np.logaddexp(0.0, x_logits).sum(axis=1)
    return rec - beta * kl_divergence(mu, log_var)
