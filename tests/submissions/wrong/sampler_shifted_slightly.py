"""Noise with mean 0.015 instead of 0."""
# fails: sampler_mean

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(log_var / 2)
    eps = torch.normal(mean=0.015, std=1.0, size=mu.shape, dtype=mu.dtype)
    return mu + std * eps


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(log_var.exp() + mu**2 - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
