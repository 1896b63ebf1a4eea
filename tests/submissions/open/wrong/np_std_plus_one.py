"""One is added to the width."""
# fails: sampler_gradient, sampler_variance

import numpy as np


def sample_z(mu, sigma):
    return mu + (1 + sigma) * np.random.randn(*mu.shape)
