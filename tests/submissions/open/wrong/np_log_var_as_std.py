"""A log-variance used as a standard deviation."""

import numpy as np


def sample(mu, log_var):
    return mu + log_var * np.random.randn(*mu.shape)
