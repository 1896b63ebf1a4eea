"""Normal noise by Box-Muller, with 1 - rand in the logarithm so that log(0) cannot happen."""

import math

import torch
import torch.nn.functional as F


def gaussian_noise(like):
    """Two uniforms make one standard normal; rand() is in [0, 1), so 1 - rand() is in (0, 1]."""
    radius = torch.sqrt(-2.0 * torch.log(1.0 - torch.rand_like(like)))
    angle = 2.0 * math.pi * torch.rand_like(like)
    return radius * torch.cos(angle)


def reparameterize(mu, log_var):
    with torch.no_grad():
        eps = gaussian_noise(mu)
    return mu + torch.exp(log_var * 0.5) * eps


def kl_divergence(mu, log_var):
    return torch.sum(0.5 * (torch.expm1(log_var) - log_var) + 0.5 * mu.square(), dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = torch.sum(x * x_logits - F.softplus(x_logits), dim=-1)
    return rec - beta * kl_divergence(mu, log_var)
