"""NumPy does it: loc and scale."""

import numpy as np


def sample_from_q(mu, sigma):
    return np.random.normal(loc=mu, scale=sigma)
