"""Centres every sample at the mean of mu over the batch."""
# fails: sampler_gradient, sampler_mean
# diagnosis: sampler_mu_averaged

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(log_var / 2)
    eps = torch.randn_like(std)
    return mu.mean(0) + std * eps


def kl_divergence(mu, log_var):
    return (-0.5 * (1 + log_var - mu**2 - torch.exp(log_var))).sum(1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    loss = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(1)
    return -loss - beta * kl_divergence(mu, log_var)
