"""Adds 1e-6 to the standard deviation and 1e-8 to the probabilities: harmless."""

import torch

EPS_STD = 1e-6
EPS_LOG = 1e-8


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var) + EPS_STD  # never exactly zero
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return 0.5 * (log_var.exp() + mu**2 - 1 - log_var).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    p = torch.sigmoid(x_logits)
    log_px = x * torch.log(p + EPS_LOG) + (1 - x) * torch.log(1 - p + EPS_LOG)
    return log_px.sum(dim=-1) - beta * kl_divergence(mu, log_var)
