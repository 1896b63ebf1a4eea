"""Draws uniform noise, shifted and scaled to mean 0 and variance 1."""
# fails: sampler_shape
# diagnosis: sampler_uniform_unit_variance

import math

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    # uniform on [0, 1) has mean 1/2 and variance 1/12
    eps = (torch.rand_like(mu) - 0.5) * math.sqrt(12)
    return mu + torch.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = (x * x_logits - F.softplus(x_logits)).sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
