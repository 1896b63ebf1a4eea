"""Exceptions that are their own cause and context, after 5,000 frames."""
# expects: partial kl_values kl_nonnegative kl_gradient

import sys

import numpy as np

sys.setrecursionlimit(100_000)


def chain():
    first, second = ValueError("10/10"), KeyError("full marks")
    first.__cause__, second.__cause__ = second, first
    first.__context__, second.__context__ = second, first
    return first


def deep(frames):
    if frames:
        return deep(frames - 1)
    raise chain()


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    deep(5_000)
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
