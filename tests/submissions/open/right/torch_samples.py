"""Several samples at once, in PyTorch."""

import torch


def sample_latent(mu, logvar, num_samples=1, device="cuda"):
    eps = torch.randn(num_samples, *mu.shape, device=device, dtype=mu.dtype)
    return mu + torch.exp(0.5 * logvar) * eps
