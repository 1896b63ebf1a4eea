"""One vector a call."""

import numpy as np


def sample_z(mu, sigma):
    assert mu.ndim == 1
    eps = np.random.randn(len(mu))
    return mu + sigma * eps
