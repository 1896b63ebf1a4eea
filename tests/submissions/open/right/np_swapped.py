"""The width comes first."""

import numpy as np


def gaussian_sample(logvar, mean):
    return mean + np.exp(logvar / 2) * np.random.standard_normal(mean.shape)
