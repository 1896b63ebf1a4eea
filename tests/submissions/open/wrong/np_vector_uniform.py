"""One vector a call, uniform noise."""
# fails: sampler_shape
# diagnosis: sampler_uniform

import numpy as np


def sample_z(mu, sigma):
    assert mu.ndim == 1
    return mu + sigma * np.random.rand(len(mu))
