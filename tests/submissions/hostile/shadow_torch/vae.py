"""Brings a module named torch, which would forge results when imported."""
# expects: full
# framework: torch

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(
        dim=1
    ) - beta * kl_divergence(mu, log_var)
