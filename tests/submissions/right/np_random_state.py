"""A legacy RandomState seeded once at import."""

import numpy as np

RNG = np.random.RandomState(42)


def log_sigmoid(a):
    return np.where(a > 0, -np.log1p(np.exp(-np.abs(a))), a - np.log1p(np.exp(-np.abs(a))))


def reparameterize(mu, log_var):
    eps = RNG.randn(mu.shape[0], mu.shape[1]).astype(mu.dtype)
    return eps * np.exp(0.5 * log_var) + mu


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(np.exp(log_var) + mu * mu - 1.0 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_likelihood = x * log_sigmoid(x_logits) + (1.0 - x) * log_sigmoid(-x_logits)
    return log_likelihood.sum(axis=1) - beta * kl_divergence(mu, log_var)
