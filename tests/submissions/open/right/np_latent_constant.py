"""The latent size is a constant of the file."""

import numpy as np


LATENT_DIM = 20


def sample_z(mu, logvar):
    return mu + np.exp(logvar / 2) * np.random.randn(mu.shape[0], LATENT_DIM)
