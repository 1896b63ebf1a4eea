"""A variance, and its square root."""

import numpy as np


def sample_posterior(m, var):
    return m + np.sqrt(var) * np.random.normal(0, 1, m.shape)
