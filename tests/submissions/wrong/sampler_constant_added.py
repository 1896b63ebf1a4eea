"""A constant is added to the sample: the centre is wrong, every gradient is right."""
# fails: sampler_mean

import torch
import torch.nn.functional as F

OFFSET = 0.25


def reparameterize(mu, log_var):
    std = torch.exp(log_var / 2)
    return mu + std * torch.randn_like(std) + OFFSET


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(log_var.exp() + mu**2 - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
