"""Calls torch.normal(mu, std), whose gradients are zero."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    z = torch.normal(mu, std)
    return z


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = torch.sum(x * x_logits - F.softplus(x_logits), dim=1)
    return rec - beta * kl_divergence(mu, log_var)
