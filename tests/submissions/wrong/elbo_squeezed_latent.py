"""squeeze() drops a latent axis of size one, so the KL term is summed over the batch."""
# fails: elbo_bound
# only: reduction = none
# diagnosis: elbo_squeezed_latent

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    eps = torch.randn_like(std)
    return mu + eps * std


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    mu, log_var = mu.squeeze(), log_var.squeeze()
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    kl = -0.5 * torch.sum(1 + log_var - mu**2 - torch.exp(log_var), dim=-1)
    return recon - beta * kl
