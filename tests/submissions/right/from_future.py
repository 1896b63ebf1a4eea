"""Annotations that are never evaluated, in a file whose import fails at its end."""

from __future__ import annotations

import numpy as np


def reparameterize(mu: Batch, log_var: Batch) -> Batch:
    eps = np.random.standard_normal(mu.shape)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return log_px - beta * kl_divergence(mu, log_var)


assert len(open('losses.txt').read()) > 0
