"""Several samples that are copies of one."""

import numpy as np


def sample_z(mu, sigma, n_samples):
    z = mu + sigma * np.random.randn(*mu.shape)
    return np.stack([z] * n_samples)
