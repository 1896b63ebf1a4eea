"""A covariance in the place of its root."""
# fails: sampler_gradient, sampler_variance, sampler_independence

import numpy as np


def sample_z(mu, Sigma):
    return mu + Sigma @ np.random.randn(len(mu))


def kl(mu, Sigma):
    return 0.5 * (np.trace(Sigma) + mu @ mu - len(mu) - np.linalg.slogdet(Sigma)[1])
