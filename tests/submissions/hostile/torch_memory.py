"""Keeps every tensor, with its whole graph, until memory ends."""
# expects: partial elbo_values elbo_bound beta_scaling
# framework: torch

import torch
import torch.nn.functional as F

kept = []


def keep():
    while len(kept) < 400:  # 6.4 GB, should nothing stop it
        kept.append(torch.ones(1 << 21, dtype=torch.float64).requires_grad_() * 1)


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    keep()
    return -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(
        dim=1
    ) - beta * kl_divergence(mu, log_var)
