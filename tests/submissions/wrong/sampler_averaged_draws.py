"""Averages ten draws, which leaves a tenth of the variance."""
# fails: sampler_variance

import torch
import torch.nn.functional as F

NUM_SAMPLES = 10


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    samples = [mu + std * torch.randn_like(std) for _ in range(NUM_SAMPLES)]
    return torch.stack(samples).mean(dim=0)  # less noisy


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu**2 - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = (x * x_logits - F.softplus(x_logits)).sum(dim=1)
    return rec - beta * kl_divergence(mu, log_var)
