"""Noise that is not centred."""
# fails: sampler_mean

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * (np.random.randn(*mu.shape) + 0.1)
