"""A variance under the name sigma2."""

import numpy as np


def z_sample(mu, sigma2):
    return np.random.randn(*np.shape(mu)) * sigma2**0.5 + mu
