"""Centred uniform noise of unit variance."""
# fails: sampler_shape
# diagnosis: sampler_uniform_unit_variance

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.uniform(-(3**0.5), 3**0.5, mu.shape)
