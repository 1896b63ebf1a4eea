"""One vector a call, or one noise for a batch: it may be either."""

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.randn(mu.shape[-1])
