"""A log-variance used as a standard deviation."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_raw_std

import numpy as np


def sample(mu, log_var):
    return mu + log_var * np.random.randn(*mu.shape)
