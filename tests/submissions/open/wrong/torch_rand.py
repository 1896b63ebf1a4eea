"""Uniform noise, in PyTorch."""

import torch


def reparameterize(mu, log_std):
    std = torch.exp(0.5 * log_std)
    return mu + torch.rand_like(std) * std
