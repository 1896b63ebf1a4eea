"""Detaches the sample."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    eps = torch.randn_like(mu)
    z = mu + torch.exp(0.5 * log_var) * eps
    return z.detach()


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu**2 - log_var.exp(), 1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)
    return log_px.sum(1) - beta * kl_divergence(mu, log_var)
