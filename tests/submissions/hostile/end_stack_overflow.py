"""Overflows the stack in C: deeply nested lists that are printed, compared and compiled."""
# expects: partial elbo_values elbo_bound beta_scaling

import ast
import sys

import numpy as np


def overflow():
    sys.setrecursionlimit(2**31 - 1)
    nested = other = None
    for _ in range(500_000):
        nested, other = [nested], [other]
    if nested == other:
        repr(nested)
    ast.literal_eval("-" * 1_000_000 + "1")
    raise RecursionError


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    overflow()
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
