"""A log-variance under the name sigma, as its KL says."""

import numpy as np


def sampling(mu, sigma):
    return mu + np.exp(sigma / 2) * np.random.randn(*mu.shape)


def kl(mu, sigma):
    return -0.5 * np.sum(1 + sigma - mu**2 - np.exp(sigma), axis=1)
