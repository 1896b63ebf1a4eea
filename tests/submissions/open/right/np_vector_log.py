"""One vector a call, with its length."""

import numpy as np


def reparam(mu, log_var):
    d = len(mu)
    eps = np.random.normal(0, 1, d)
    z = np.zeros(d)
    for i in range(d):
        z[i] = mu[i] + np.exp(log_var[i] / 2) * eps[i]
    return z
