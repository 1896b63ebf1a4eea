"""The KL divergence is rounded to five decimals, so its gradient is zero."""
# fails: kl_gradient
# diagnosis: kl_without_gradient

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    eps = torch.randn_like(std)
    return mu + eps * std


def kl_divergence(mu, log_var):
    kl = -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)
    return torch.round(kl, decimals=5)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return recon - beta * kl_divergence(mu, log_var)
