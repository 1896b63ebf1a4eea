"""A prior scale as a third argument."""

import numpy as np


def sample(mu, sigma, temperature):
    return mu + temperature * sigma * np.random.randn(*mu.shape)
