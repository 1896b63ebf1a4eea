"""The logarithm of a standard deviation."""

import numpy as np


def draw(mean, log_std):
    return mean + np.exp(log_std) * np.random.normal(size=mean.shape)
