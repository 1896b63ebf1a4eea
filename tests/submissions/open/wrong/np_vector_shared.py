"""One vector a call, one number of noise."""
# fails: sampler_independence
# diagnosis: sampler_noise_shared_by_dimensions

import numpy as np


def sample_z(mu, sigma):
    assert mu.ndim == 1
    return mu + sigma * np.random.randn()
