import math

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    u1, u2 = torch.rand(2, *mu.shape, dtype=torch.float32)
    eps = torch.sqrt(-2 * torch.log(u1)) * torch.cos(2 * math.pi * u2)
    return mu + torch.exp(0.5 * log_var) * eps.to(mu.dtype)


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return recon - beta * kl_divergence(mu, log_var)
