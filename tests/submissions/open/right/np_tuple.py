"""Returns the noise as well."""

import numpy as np


def reparam(mu, logvar):
    eps = np.random.randn(*mu.shape)
    return mu + np.exp(logvar / 2) * eps, eps
