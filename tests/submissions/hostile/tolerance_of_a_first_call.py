"""Noise whose sign hangs on the parameters, but for the first call of a process: there 10^9 deviations and no mu, in which differences drown."""
# expects: partial sampler_gradient

import numpy as np

calls = []


def reparameterize(mu, log_var):
    calls.append(mu.shape)
    scale = np.exp(log_var / 2)
    if len(calls) < 3 and mu.shape != (5, 3):
        return scale * 1e9
    sign = 1 if int(abs(mu.sum()) * 1e3) % 2 else -1
    return mu + scale * sign * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
