"""Samples under torch.no_grad()."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import torch
import torch.nn.functional as F


@torch.no_grad()
def reparameterize(mu, log_var):
    sigma = (log_var * 0.5).exp()
    return mu + sigma * torch.randn_like(sigma)


def kl_divergence(mu, log_var):
    return 0.5 * (log_var.exp() - log_var - 1 + mu.square()).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=-1)
    return -bce - beta * kl_divergence(mu, log_var)
