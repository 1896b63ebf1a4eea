"""Only the input is an argument, the encoder is the file's."""

import numpy as np


W = np.ones((4, 2))


def encoder(x):
    return x @ W, x @ W


def sample_z(x):
    mu, log_var = encoder(x)
    return mu + np.exp(log_var / 2) * np.random.randn(*mu.shape)
