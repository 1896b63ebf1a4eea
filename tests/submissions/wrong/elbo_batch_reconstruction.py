"""The reconstruction term is summed over the whole batch, the KL divergence is per example."""
# fails: elbo_values
# only: reduction = none
# diagnosis: elbo_batch_reconstruction

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    eps = torch.randn_like(std)
    return mu + eps * std


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum")
    return recon - beta * kl_divergence(mu, log_var)
