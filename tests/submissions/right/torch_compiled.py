"""Compiled by PyTorch, as a decorator and as a function."""

import torch
import torch.nn.functional as F


@torch.compile
def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    return mu + std * torch.randn_like(std)


@torch.compile(fullgraph=True, mode="reduce-overhead")
def kl_divergence(mu, log_var):
    return 0.5 * (mu.pow(2) + log_var.exp() - 1 - log_var).sum(dim=1)


def loss(x, x_logits, mu, log_var, beta=1.0):
    log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)


elbo = torch.compile(loss)
