"""A log-standard-deviation called log sigma."""

import numpy as np


def reparam(mu, log_sigma):
    eps = np.random.randn(*mu.shape)
    return mu + np.exp(log_sigma) * eps
