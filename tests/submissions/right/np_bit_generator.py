"""A Philox bit generator seeded by the operating system, so its noise cannot be replayed."""

import numpy as np

_stream = np.random.Generator(np.random.Philox())


def reparameterize(mu, log_var):
    eps = np.empty(mu.shape)
    _stream.standard_normal(out=eps)
    return mu + eps * np.exp(log_var * 0.5)


def kl_divergence(mu, log_var):
    return 0.5 * np.add.reduce(mu**2 + np.exp(log_var) - (1 + log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_odds = np.asarray(x_logits)
    log_px = -np.logaddexp(0, (1 - 2 * x) * log_odds)
    return log_px.sum(axis=1) - beta * kl_divergence(mu, log_var)
