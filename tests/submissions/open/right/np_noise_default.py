"""The noise may be given."""

import numpy as np


def reparameterize(mu, log_var, eps=None):
    if eps is None:
        eps = np.random.randn(*mu.shape)
    return mu + np.exp(0.5 * log_var) * eps
