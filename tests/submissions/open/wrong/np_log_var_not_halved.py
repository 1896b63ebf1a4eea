"""A log-variance whose exponential is the width."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_log_std

import numpy as np


def sample(mu, log_var):
    return mu + np.exp(log_var) * np.random.randn(*mu.shape)
