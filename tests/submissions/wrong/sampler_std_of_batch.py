"""Measures the standard deviation over the batch of means and never looks at log_var."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_std_of_batch

import torch
import torch.nn as nn

criterion = nn.BCEWithLogitsLoss(reduction="none")


def reparameterize(mu, log_var):
    std = mu.std(dim=0, keepdim=True, unbiased=False)
    return mu + std * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -criterion(x_logits, x).sum(dim=-1) - beta * kl_divergence(mu, log_var)
