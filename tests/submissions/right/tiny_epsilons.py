"""Adds 1e-6 to the standard deviation and 1e-8 to a variance: harmless."""

import torch

EPS_STD = 1e-6
EPS_VAR = 1e-8


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var) + EPS_STD  # never exactly zero
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    var = log_var.exp() + EPS_VAR
    return 0.5 * (var + mu**2 - 1 - var.log()).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = x * x_logits - torch.nn.functional.softplus(x_logits)
    return log_px.sum(dim=-1) - beta * kl_divergence(mu, log_var)
