"""A mean and a full covariance, by Cholesky."""

import numpy as np


def sample_z(mu, Sigma):
    L = np.linalg.cholesky(Sigma)
    return mu + L @ np.random.randn(len(mu))
