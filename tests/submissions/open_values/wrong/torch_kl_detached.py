"""No gradient goes through the KL; the loss is right."""
# fails: kl_gradient
# diagnosis: kl_without_gradient

import torch
from torch.nn import functional as F


def kl(mu, logvar):
    return (-0.5 * torch.sum(1 + logvar - mu**2 - logvar.exp(), dim=1)).detach()


def loss(recon, x, mu, logvar, beta=1.0):
    bce = F.binary_cross_entropy(recon, x, reduction="none").sum(1)
    return bce - beta * 0.5 * torch.sum(1 + logvar - mu**2 - logvar.exp(), dim=1)
