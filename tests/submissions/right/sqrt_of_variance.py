"""Goes by way of the variance: std = exp(log_var).sqrt()."""

import torch


def reparameterize(mu, log_var):
    var = torch.exp(log_var)
    std = var.sqrt()
    eps = torch.randn(*mu.shape, dtype=mu.dtype)
    z = mu + std * eps
    return z


def kl_divergence(mu, log_var):
    std = torch.exp(log_var).sqrt()
    # KL = sum( -log std + (std^2 + mu^2) / 2 - 1/2 )
    return (-torch.log(std) + (std**2 + mu**2) / 2 - 0.5).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    # numerically stable BCE written out: max(l, 0) - l * x + log(1 + exp(-|l|))
    pos = torch.maximum(x_logits, torch.zeros_like(x_logits))
    bce = pos - x_logits * x + torch.log1p(torch.exp(-torch.abs(x_logits)))
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
