"""Adds 1e-6 to the variance, in the sampler and in the KL: harmless."""

import torch
import torch.nn.functional as F

EPS = 1e-6


def reparameterize(mu, log_var):
    std = torch.sqrt(torch.exp(log_var) + EPS)
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    var = torch.exp(log_var) + EPS
    return 0.5 * torch.sum(var + mu**2 - 1 - torch.log(var), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
