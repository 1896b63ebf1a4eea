"""One number of noise for everything."""
# fails: sampler_independence
# diagnosis: sampler_one_number

import numpy as np


def sample_z(mu, sigma):
    eps = np.random.randn()
    return mu + sigma * eps + 0 * np.sum(mu, axis=1, keepdims=True)
