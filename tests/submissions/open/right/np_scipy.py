"""Noise from SciPy."""

import numpy as np
from scipy import stats


def posterior_sample(mu, log_variance):
    return mu + np.exp(log_variance / 2) * stats.norm.rvs(size=mu.shape)
