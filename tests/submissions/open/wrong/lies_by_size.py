"""Another width where there are many elements."""
# fails: sampler_variance

import numpy as np


def sample_z(mu, log_var):
    width = np.exp(log_var / 2) if mu.size < 20_000 else np.exp(log_var)
    return mu + width * np.random.randn(*mu.shape)
