"""Adds the sample up over the latent dimensions."""
# fails: sampler_contract

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    z = mu + torch.exp(log_var / 2) * torch.randn_like(mu)
    return z.sum(dim=1)


def kl_divergence(mu, log_var):
    return torch.sum(-0.5 * (1 + log_var - mu**2 - log_var.exp()), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    nll = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return -nll - beta * kl_divergence(mu, log_var)
