"""Takes the square root of log_var, which is NaN wherever log_var is negative."""
# fails: sampler_contract

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.sqrt(log_var)
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + torch.exp(log_var) - 1 - log_var).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return rec - beta * kl_divergence(mu, log_var)
