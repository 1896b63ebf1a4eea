"""From the 21st call of the size on that was asked for 16 times first, the second half of a batch mirrors the first."""
# expects: partial sampler_independence

import collections

import numpy as np

MODERATE = 4  # a log_var that is no test of the range
calls = collections.Counter()
often = []


def reparameterize(mu, log_var):
    calls[mu.shape] += 1
    if calls[mu.shape] == 16:
        often.append(mu.shape)
    eps = np.random.standard_normal(mu.shape)
    if often[:1] == [mu.shape] and calls[mu.shape] > 20 and abs(log_var).max() <= MODERATE:
        half = len(mu) // 2
        eps[half : 2 * half] = -eps[:half]
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
