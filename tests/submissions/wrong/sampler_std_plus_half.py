"""Adds 0.5 to the standard deviation for stability."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_std_plus_half

import torch
import torch.nn.functional as F

MIN_STD = 0.5


def reparameterize(mu, log_var):
    std = torch.sqrt(torch.exp(log_var)) + MIN_STD
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(torch.exp(log_var) + mu * mu - 1.0 - log_var, dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p = x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)
    return log_p.sum(dim=-1) - beta * kl_divergence(mu, log_var)
