"""A full covariance, by its eigenvectors."""

import numpy as np


def sample_q(mean, cov):
    values, vectors = np.linalg.eigh(cov)
    root = vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T
    return mean + root @ np.random.standard_normal(mean.shape)
