"""Centred uniform noise of unit variance."""

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.uniform(-(3**0.5), 3**0.5, mu.shape)
