"""Noise shared by the rows, in a function of matrices."""
# fails: sampler_independence
# diagnosis: sampler_noise_shared_by_rows

import numpy as np


def sample_z(mu, sigma):
    assert mu.ndim == 2
    return mu + sigma * np.random.randn(1, mu.shape[1])
