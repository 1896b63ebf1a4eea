"""Adds unit noise whatever log_var says."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_unit_std

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    eps = torch.randn_like(mu)  # eps ~ N(0, 1)
    return mu + eps


def kl_divergence(mu, log_var):
    kl = 1 + log_var - mu.square() - log_var.exp()
    return kl.sum(dim=1) * -0.5


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -torch.sum(bce, dim=1) - beta * kl_divergence(mu, log_var)
