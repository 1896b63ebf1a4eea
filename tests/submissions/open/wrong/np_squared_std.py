"""The standard deviation squared once too often."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_log_std

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma**2 * np.random.randn(*mu.shape)
