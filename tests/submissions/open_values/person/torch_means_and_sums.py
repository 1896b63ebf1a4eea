"""The cross-entropy is averaged over all, the KL over the batch."""
# person: elbo_values, elbo_bound, beta_scaling

import torch
from torch.nn import functional as F


def kl(mu, logvar):
    return -0.5 * torch.mean(torch.sum(1 + logvar - mu**2 - logvar.exp(), dim=1))


def loss(recon, x, mu, logvar, beta=1.0):
    return F.binary_cross_entropy(recon, x) + beta * kl(mu, logvar)
