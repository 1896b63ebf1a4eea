"""Half of a normal."""
# fails: sampler_shape
# diagnosis: sampler_half_normal

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.abs(np.random.randn(*mu.shape))
