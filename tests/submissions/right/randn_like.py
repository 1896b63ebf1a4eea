"""The textbook solution: randn_like noise, one-line KL, cross-entropy from logits."""

import torch
import torch.nn.functional as F
from torch import Tensor


def reparameterize(mu: Tensor, log_var: Tensor) -> Tensor:
    """Sample z ~ N(mu, sigma^2) as mu + sigma * eps."""
    std = torch.exp(0.5 * log_var)
    eps = torch.randn_like(std)
    return mu + eps * std


def kl_divergence(mu: Tensor, log_var: Tensor) -> Tensor:
    """KL to the standard normal prior, one number per example."""
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x: Tensor, x_logits: Tensor, mu: Tensor, log_var: Tensor, beta: float = 1.0) -> Tensor:
    """Reconstruction term minus beta times the KL, one number per example."""
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return -bce - beta * kl_divergence(mu, log_var)
