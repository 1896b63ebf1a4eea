"""Clamps log_var to [-2, 2], which cuts off small variances and their gradient."""
# fails: sampler_gradient, sampler_variance

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    log_var = log_var.clamp(-2.0, 2.0)  # avoids exploding samples
    std = (log_var / 2).exp()
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return torch.sum(0.5 * (torch.expm1(log_var) - log_var + mu**2), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(1)
    return -(bce + beta * kl_divergence(mu, log_var))
