"""Draws noise for a batch of 64 whatever the batch size is."""
# fails: sampler_contract

import torch
import torch.nn.functional as F

BATCH_SIZE = 64


def reparameterize(mu, log_var):
    eps = torch.randn(BATCH_SIZE, mu.shape[1], dtype=mu.dtype)
    return mu + torch.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p = x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)
    return log_p.sum(dim=1) - beta * kl_divergence(mu, log_var)
