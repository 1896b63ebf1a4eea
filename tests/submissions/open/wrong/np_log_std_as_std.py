"""A log-standard-deviation used as a standard deviation."""

import numpy as np


def sample(mu, log_std):
    return mu + log_std * np.random.randn(*mu.shape)
