"""Draws a random sign instead of normal noise."""
# fails: sampler_shape
# diagnosis: sampler_random_signs

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = (0.5 * log_var).exp()
    sign = torch.sign(torch.rand_like(mu) - 0.5)
    sign[sign == 0] = 1
    return mu + sign * std


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu * mu + log_var.exp() - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return -1.0 * (bce + beta * kl_divergence(mu, log_var))
