"""Half of a normal."""

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.abs(np.random.randn(*mu.shape))
