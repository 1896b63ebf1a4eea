"""Exponential of twice the log-variance."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_log_var_doubled

import numpy as np


def sample(mu, log_var):
    return mu + np.exp(2 * log_var) * np.random.randn(*mu.shape)
