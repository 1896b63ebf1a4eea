"""Squashes the sample with tanh."""
# fails: sampler_gradient, sampler_variance, sampler_shape, sampler_mean

import torch
from torch import nn


class VAEHead(nn.Module):
    """Keeps the latent code in (-1, 1)."""

    def forward(self, mu, log_var):
        z = mu + torch.randn_like(mu) * (0.5 * log_var).exp()
        return torch.tanh(z)


head = VAEHead()


def reparameterize(mu, log_var):
    return head(mu, log_var)


def kl_divergence(mu, log_var):
    return -0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = nn.functional.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=-1) - beta * kl_divergence(mu, log_var)
