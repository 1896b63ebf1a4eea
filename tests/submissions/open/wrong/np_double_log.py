"""Exponential of twice the log-variance."""

import numpy as np


def sample(mu, log_var):
    return mu + np.exp(2 * log_var) * np.random.randn(*mu.shape)
