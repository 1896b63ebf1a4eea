"""Imports a file beside it relatively."""

import torch

from . import noise
from .losses import elbo, kl_divergence


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * noise.like(mu)
