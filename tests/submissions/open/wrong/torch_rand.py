"""Uniform noise, in PyTorch."""
# fails: sampler_gradient, sampler_mean, sampler_variance, sampler_shape

import torch


def reparameterize(mu, log_std):
    std = torch.exp(0.5 * log_std)
    return mu + torch.rand_like(std) * std
