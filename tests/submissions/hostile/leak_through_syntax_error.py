"""A SyntaxError that points at the canary file, so that the grader quotes it."""
# expects: partial kl_values kl_nonnegative kl_gradient

import os

import numpy as np


def point_at(path):
    inside = os.path.join(os.path.dirname(__file__), "line.py")
    os.symlink(path, inside)
    raise SyntaxError("see the line", (inside, 1, 1, None))


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    point_at("/tmp/vae-canary-file")
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
