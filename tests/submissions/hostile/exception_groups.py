"""Exception groups within exception groups, 5,000 deep and 100,000 wide."""
# expects: partial kl_values kl_nonnegative kl_gradient

import builtins

import numpy as np


def nested():
    error = ValueError("10/10")
    group = getattr(builtins, "ExceptionGroup", lambda text, errors: ValueError(text, errors))
    for _ in range(5000):
        error = group("full marks", [error])
    return group("wide", [ValueError(i) for i in range(100_000)] + [error])


error = nested()


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    raise error
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
