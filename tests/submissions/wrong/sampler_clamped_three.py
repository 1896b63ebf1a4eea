"""Clamps the noise to [-3, 3]."""
# fails: sampler_shape

import torch
import torch.nn as nn

MAX_SIGMA = 3.0
bce_loss = nn.BCEWithLogitsLoss(reduction="none")


def reparameterize(mu, log_var):
    eps = torch.clamp(torch.randn_like(mu), min=-MAX_SIGMA, max=MAX_SIGMA)
    return torch.exp(log_var / 2) * eps + mu


def kl_divergence(mu, log_var):
    return (mu**2 + log_var.exp() - 1 - log_var).sum(1) / 2


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -bce_loss(x_logits, x).sum(1) - beta * kl_divergence(mu, log_var)
