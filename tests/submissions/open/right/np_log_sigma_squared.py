"""A log-variance called log sigma."""

import numpy as np


def reparam(mu, log_sigma):
    """log_sigma is log sigma squared."""
    eps = np.random.randn(*mu.shape)
    return mu + np.exp(0.5 * log_sigma) * eps
