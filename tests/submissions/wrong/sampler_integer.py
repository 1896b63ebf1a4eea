"""Casts the sample to integers."""
# fails: sampler_contract

import torch
from torch.distributions import Bernoulli, Normal


def reparameterize(mu, log_var):
    z = Normal(mu, torch.exp(0.5 * log_var)).rsample()
    return z.long()


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu * mu + log_var.exp() - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = Bernoulli(logits=x_logits).log_prob(x).sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
