"""Returns a table."""

import numpy as np


def sample(mu, std):
    eps = np.random.randn(*mu.shape)
    return {"eps": eps, "z": mu + std * eps}
