"""One number for the whole call, and a constant added to the sample."""
# fails: sampler_mean, sampler_independence

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * torch.randn(1) + 0.5


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(log_var.exp() + mu**2 - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
