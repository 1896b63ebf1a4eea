"""Another law for negative arguments."""
# fails: sampler_gradient, sampler_variance

import numpy as np


def sample_z(mu, sigma):
    width = np.where(sigma >= 0, np.exp(sigma / 2), 2 * np.exp(sigma / 2))
    return mu + width * np.random.randn(*mu.shape)
