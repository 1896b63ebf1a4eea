"""A loop over rows."""

import numpy as np


def sample(mu, std):
    return np.array([m + s * np.random.randn(len(m)) for m, s in zip(mu, std)])
