"""Several samples, along the first axis."""

import numpy as np


def sample_z(mu, sigma, n_samples):
    return mu + sigma * np.random.randn(n_samples, *mu.shape)
