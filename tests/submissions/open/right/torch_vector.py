"""One vector a call, in PyTorch."""

import torch


def sample(mu, std):
    assert mu.dim() == 1
    return mu + std * torch.randn(len(mu), dtype=mu.dtype)
