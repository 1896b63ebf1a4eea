"""The latent size is an argument."""

import numpy as np


def sample_z(mu, sigma, latent_dim):
    return mu + sigma * np.random.randn(len(mu), latent_dim)
