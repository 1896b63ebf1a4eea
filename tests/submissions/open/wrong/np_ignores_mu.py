"""Leaves the mean out."""
# fails: sampler_gradient, sampler_mean
# diagnosis: sampler_ignores_mu

import numpy as np


def sample_z(mu, sigma):
    return sigma * np.random.randn(*mu.shape)
