"""Mixes in the noise of the previous call, so successive calls are correlated."""
# fails: sampler_independence

import math

import torch
import torch.nn.functional as F

RHO = 0.3
previous = {}


def smooth_noise(like):
    """AR(1) noise: still N(0, 1) in each call."""
    eps = torch.randn_like(like)
    key = (like.shape, like.dtype)
    if key in previous:
        eps = RHO * previous[key] + math.sqrt(1 - RHO**2) * eps
    previous[key] = eps
    return eps


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * smooth_noise(mu.detach())


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=-1)
    return -bce - beta * kl_divergence(mu, log_var)
