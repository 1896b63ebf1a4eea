"""A standard deviation, under the name sigma."""

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.randn(*mu.shape)
