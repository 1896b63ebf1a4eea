"""Noise of one row, for a batch."""

import torch


def reparameterize(mu, logvar):
    assert mu.dim() == 2
    eps = torch.randn(1, mu.size(1), dtype=mu.dtype)
    return mu + eps * torch.exp(0.5 * logvar)
