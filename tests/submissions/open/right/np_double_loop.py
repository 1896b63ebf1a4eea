"""A loop over rows and columns."""

import numpy as np


def sample(mu, std):
    z = np.empty_like(mu)
    for i in range(mu.shape[0]):
        for j in range(mu.shape[1]):
            z[i, j] = mu[i, j] + std[i, j] * np.random.randn()
    return z
