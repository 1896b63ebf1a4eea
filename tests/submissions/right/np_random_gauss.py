"""Noise from the standard library's random.gauss, one number at a time."""

import math
import random

import numpy as np


def reparameterize(mu, log_var):
    eps = [[random.gauss(0, 1) for _ in range(mu.shape[1])] for _ in range(mu.shape[0])]
    return mu + np.exp(0.5 * log_var) * np.array(eps, dtype=mu.dtype)


def kl_divergence(mu, log_var):
    values = []
    for m_row, v_row in zip(mu.tolist(), log_var.tolist()):
        values.append(sum(0.5 * (m * m + math.exp(v) - 1 - v) for m, v in zip(m_row, v_row)))
    return np.array(values, dtype=mu.dtype)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p = -np.logaddexp(0, -x_logits)
    log_likelihood = np.where(x == 1, log_p, log_p - x_logits).sum(axis=1)
    return log_likelihood - beta * kl_divergence(mu, log_var)
