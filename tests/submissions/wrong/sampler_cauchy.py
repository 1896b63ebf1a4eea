"""Draws Cauchy noise."""
# fails: sampler_shape

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    eps = torch.empty_like(mu).cauchy_()
    std = torch.exp(0.5 * log_var)
    return mu + std * eps


def kl_divergence(mu, log_var):
    return torch.sum(0.5 * (log_var.exp() + mu.pow(2) - log_var) - 0.5, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p = x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)
    return log_p.sum(dim=1) - beta * kl_divergence(mu, log_var)
