"""Inflates the standard deviation by five per cent."""
# fails: sampler_variance

import torch
import torch.nn.functional as F

NOISE_SCALE = 1.05


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    return mu + NOISE_SCALE * std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return 0.5 * (mu.pow(2) + log_var.exp() - 1 - log_var).sum(-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(-1)
    return rec - beta * kl_divergence(mu, log_var)
