"""The input and an encoder."""

import numpy as np


def sample_posterior(x, encoder):
    mu, log_var = encoder(x)
    return mu + np.exp(0.5 * log_var) * np.random.randn(*mu.shape)
