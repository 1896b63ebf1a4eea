"""Two samplers, of which the first has another noise."""

import numpy as np


def sample_heavy(mu, sigma):
    return mu + sigma * np.random.laplace(size=mu.shape) / np.sqrt(2)


def sample_latent(mu, sigma):
    return mu + sigma * np.random.randn(*mu.shape)
