"""A floor under the standard deviation that is no trifle."""
# fails: sampler_gradient, sampler_variance

import numpy as np


def sample(mu, logvar):
    std = np.exp(0.5 * logvar) + 3e-3
    return mu + std * np.random.randn(*mu.shape)
