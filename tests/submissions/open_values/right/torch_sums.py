"""The loss of many examples: sums of a cross-entropy and a KL, under any names."""

import torch
from torch.nn import functional as F


def kld_loss(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())


def vae_loss(recon_x, x, mu, logvar, kld_weight=1.0):
    bce = F.binary_cross_entropy(recon_x, x, reduction="sum")
    return bce + kld_weight * kld_loss(mu, logvar)
