"""Writes each function for one example and lifts it over the batch with vmap."""

import torch
import torch.nn.functional as F
from torch.func import vmap


def _sample_one(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)


def _kl_one(mu, log_var):
    return 0.5 * (mu @ mu + (torch.exp(log_var) - log_var - 1).sum())


def _log_likelihood_one(x, logits):
    return x @ logits - F.softplus(logits).sum()


def reparameterize(mu, log_var):
    return vmap(_sample_one, randomness="different")(mu, log_var)


def kl_divergence(mu, log_var):
    return vmap(_kl_one)(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return vmap(_log_likelihood_one)(x, x_logits) - beta * kl_divergence(mu, log_var)
