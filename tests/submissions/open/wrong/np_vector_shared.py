"""One vector a call, one number of noise."""

import numpy as np


def sample_z(mu, sigma):
    assert mu.ndim == 1
    return mu + sigma * np.random.randn()
