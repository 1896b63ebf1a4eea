"""A record of the terms comes back."""

from dataclasses import dataclass

import torch
from torch.nn import functional as F


@dataclass
class Terms:
    elbo: torch.Tensor
    kl: torch.Tensor


def regularizer(mu, log_sigma):
    return (0.5 * (mu**2 + torch.exp(2 * log_sigma) - 1) - log_sigma).sum(1)


def compute_elbo(inputs, logits, mu, log_sigma, beta=1.0):
    likelihood = -F.binary_cross_entropy_with_logits(logits, inputs, reduction="none").sum(1)
    kl = regularizer(mu, log_sigma)
    return Terms(elbo=likelihood - beta * kl, kl=kl)
