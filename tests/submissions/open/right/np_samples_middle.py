"""Several samples, along the middle axis."""

import numpy as np


def sample_z(mu, sigma, k=5):
    eps = np.random.randn(mu.shape[0], k, mu.shape[1])
    return mu[:, None, :] + sigma[:, None, :] * eps
