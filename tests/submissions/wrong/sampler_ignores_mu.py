"""Scales the noise and forgets to add mu."""
# fails: sampler_gradient, sampler_mean
# diagnosis: sampler_ignores_mu

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    z = torch.randn_like(mu) * std
    return z


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), 1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(1)
    return rec - beta * kl_divergence(mu, log_var)
