"""Noise shared by the dimensions."""

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.randn(len(mu), 1)
