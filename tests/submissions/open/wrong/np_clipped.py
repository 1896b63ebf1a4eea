"""Noise clipped at two."""
# fails: sampler_shape

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.clip(np.random.randn(*mu.shape), -2, 2)
