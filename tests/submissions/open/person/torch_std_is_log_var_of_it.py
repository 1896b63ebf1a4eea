"""Called std, exponentiated, in PyTorch."""

import torch


def reparameterize(mu, std):
    return mu + std.exp() * torch.randn_like(std)
