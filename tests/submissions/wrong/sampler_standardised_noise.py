"""Standardises the noise over the batch, so it adds up to zero in every latent dimension."""
# fails: sampler_independence

import torch
import torch.nn.functional as F


def standardise(eps):
    centred = eps - eps.mean(dim=0)
    return centred / (eps.std(dim=0, unbiased=False) + 1e-8)


def reparameterize(mu, log_var):
    eps = standardise(torch.randn_like(mu))  # exactly zero mean and unit variance
    return mu + (log_var / 2).exp() * eps


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(log_var.exp() + mu.pow(2) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = (x * x_logits - F.softplus(x_logits)).sum(dim=1)
    return rec - beta * kl_divergence(mu, log_var)
