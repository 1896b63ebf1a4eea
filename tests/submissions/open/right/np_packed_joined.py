"""One argument, both side by side."""

import numpy as np


def sample(params):
    mu, log_var = np.split(params, 2, axis=-1)
    return mu + np.exp(log_var / 2) * np.random.randn(*mu.shape)
