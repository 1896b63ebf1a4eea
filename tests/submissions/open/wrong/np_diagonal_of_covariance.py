"""A covariance of which only the diagonal is used."""
# fails: sampler_variance

import numpy as np


def sample_z(mu, Sigma):
    return mu + np.sqrt(np.diag(Sigma)) * np.random.randn(len(mu))
