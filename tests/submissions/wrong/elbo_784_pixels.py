"""The mean over the pixels is multiplied by 784."""
# fails: elbo_values
# diagnosis: elbo_784_pixels

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").mean(dim=1) * 784
    return -bce - beta * kl_divergence(mu, log_var)
