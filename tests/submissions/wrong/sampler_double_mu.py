"""Samples from Normal(mu, std), and then adds mu once more."""
# fails: sampler_gradient, sampler_mean
# diagnosis: sampler_mu_twice

import torch
from torch.distributions import Bernoulli, Normal, kl


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    eps = Normal(mu, std).rsample()
    return mu + eps


def kl_divergence(mu, log_var):
    q = Normal(mu, torch.exp(0.5 * log_var))
    p = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return kl.kl_divergence(q, p).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return Bernoulli(logits=x_logits).log_prob(x).sum(dim=1) - beta * kl_divergence(mu, log_var)
