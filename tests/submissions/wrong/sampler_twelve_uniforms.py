"""Adds twelve uniforms and subtracts six, which is only nearly normal."""
# fails: sampler_shape

import torch
import torch.nn.functional as F


def approx_normal(like):
    # central limit theorem
    total = torch.zeros_like(like)
    for _ in range(12):
        total = total + torch.rand_like(like)
    return total - 6


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * approx_normal(mu.detach())


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = (x * x_logits - F.softplus(x_logits)).sum(dim=1)
    return rec - beta * kl_divergence(mu, log_var)
