"""Laplace noise."""
# fails: sampler_shape

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.laplace(0, 0.5**0.5, mu.shape)
