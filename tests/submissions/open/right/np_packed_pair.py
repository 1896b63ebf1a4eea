"""One argument, a pair."""

import numpy as np


def sampling(args):
    mu, log_var = args
    return mu + np.exp(log_var / 2) * np.random.randn(*mu.shape)
