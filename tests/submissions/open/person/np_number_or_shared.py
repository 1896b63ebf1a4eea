"""One number a call, or one noise for all: it may be either."""

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.randn()
