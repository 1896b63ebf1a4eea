"""Called log_var, rooted."""

import numpy as np


def sample(mu, log_var):
    return mu + np.sqrt(np.abs(log_var)) * np.random.randn(*mu.shape)
