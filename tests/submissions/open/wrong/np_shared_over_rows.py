"""Noise shared by the rows, in a function of matrices."""

import numpy as np


def sample_z(mu, sigma):
    assert mu.ndim == 2
    return mu + sigma * np.random.randn(1, mu.shape[1])
