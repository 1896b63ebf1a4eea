"""Uniform noise."""
# fails: sampler_shape
# diagnosis: sampler_uniform

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.rand(*mu.shape)
