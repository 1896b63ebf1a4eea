"""A mean and a Cholesky factor."""

import torch


def sample_z(mu, L):
    return mu + L @ torch.randn(mu.shape[-1], dtype=mu.dtype)
