"""Several samples that are copies of one."""
# fails: sampler_independence

import numpy as np


def sample_z(mu, sigma, n_samples):
    z = mu + sigma * np.random.randn(*mu.shape)
    return np.stack([z] * n_samples)
