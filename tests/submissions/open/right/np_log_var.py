"""A log-variance, under its own name."""

import numpy as np


def sample(mu, log_var):
    eps = np.random.standard_normal(mu.shape)
    return mu + np.exp(0.5 * log_var) * eps
