"""Noise shared by the dimensions."""
# fails: sampler_independence
# diagnosis: sampler_noise_shared_by_dimensions

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma * np.random.randn(len(mu), 1)
