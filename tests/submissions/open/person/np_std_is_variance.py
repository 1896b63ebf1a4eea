"""Called std, rooted."""

import numpy as np


def sample(mu, std):
    return mu + np.sqrt(std) * np.random.randn(*mu.shape)
