"""The width is a softplus."""

import numpy as np


def sample(mu, rho):
    return mu + np.log1p(np.exp(rho)) * np.random.randn(*mu.shape)
