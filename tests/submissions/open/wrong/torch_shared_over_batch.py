"""Noise of one row, for a batch."""
# fails: sampler_independence
# diagnosis: sampler_noise_shared_by_rows

import torch


def reparameterize(mu, logvar):
    assert mu.dim() == 2
    eps = torch.randn(1, mu.size(1), dtype=mu.dtype)
    return mu + eps * torch.exp(0.5 * logvar)
