"""Warns at import and in calls: its own warnings, deprecations, NumPy's about logarithms of zero."""
# expects: full

import warnings

import numpy as np

warnings.simplefilter("always")
warnings.warn("this file is old", DeprecationWarning, stacklevel=1)
np.log(np.zeros(3))
np.array([1e300]) * 1e300


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    warnings.warn(f"{len(mu)} examples", stacklevel=2)
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    np.log(np.zeros(1))
    np.ones(1) / np.zeros(1)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
