"""Draws a single number for the whole call."""
# fails: sampler_independence
# diagnosis: sampler_one_number

import torch
import torch.nn.functional as F

standard_normal = torch.distributions.Normal(0.0, 1.0)


def reparameterize(mu, log_var):
    eps = standard_normal.sample()
    std = log_var.mul(0.5).exp()
    return mu + std * eps


def kl_divergence(mu, log_var):
    return -0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return -(bce + beta * kl_divergence(mu, log_var))
