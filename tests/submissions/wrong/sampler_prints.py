"""Prints the sample and returns nothing."""
# fails: sampler_contract

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    eps = torch.randn_like(std)
    z = mu + eps * std
    print("z =", z)


def kl_divergence(mu, log_var):
    return 0.5 * (torch.exp(log_var) + mu**2 - 1 - log_var).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = (x * x_logits - F.softplus(x_logits)).sum(dim=1)
    return rec - beta * kl_divergence(mu, log_var)
