"""Gives the second half of the batch minus the noise of the first half."""
# fails: sampler_independence

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    n = mu.shape[0]
    half = torch.randn((n + 1) // 2, mu.shape[1], dtype=mu.dtype)
    eps = torch.cat([half, -half])[:n]  # variance reduction
    return mu + torch.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    return torch.sum(0.5 * (mu**2 + torch.exp(log_var) - log_var - 1), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
