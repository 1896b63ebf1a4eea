"""A log-standard-deviation used as a standard deviation."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_missing_exp

import numpy as np


def sample(mu, log_std):
    return mu + log_std * np.random.randn(*mu.shape)
