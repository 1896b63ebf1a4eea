"""Caches the noise of each shape and uses it again."""
# fails: sampler_independence
# diagnosis: sampler_same_noise_every_call

from functools import lru_cache

import torch
import torch.nn.functional as F


@lru_cache(maxsize=None)
def get_noise(shape, dtype):
    return torch.randn(shape, dtype=dtype)


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * get_noise(mu.shape, mu.dtype)


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    nll = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return -nll - beta * kl_divergence(mu, log_var)
