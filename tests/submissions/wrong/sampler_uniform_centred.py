"""Draws uniform noise on [-1, 1)."""
# fails: sampler_shape
# diagnosis: sampler_uniform_centred

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(log_var / 2)
    noise = torch.empty_like(std).uniform_(-1, 1)
    return mu + noise * std


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    nll = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(-1)
    return -nll - beta * kl_divergence(mu, log_var)
