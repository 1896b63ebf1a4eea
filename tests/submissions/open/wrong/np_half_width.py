"""Half the width."""
# fails: sampler_variance

import numpy as np


def sample_z(mu, sigma):
    return mu + 0.5 * sigma * np.random.randn(*mu.shape)
