"""Rounds the sample to two decimals, which has zero gradient."""
# fails: sampler_gradient

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    z = mu + std * torch.randn_like(std)
    return torch.round(z, decimals=2)


def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return rec - beta * kl_divergence(mu, log_var)
