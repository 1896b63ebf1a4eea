"""A variance used as a standard deviation."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_log_std

import numpy as np


def sample(mu, var):
    return mu + var * np.random.randn(*mu.shape)
