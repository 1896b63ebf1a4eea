"""Draws each entry as a Python float and builds a new tensor from the numbers."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import math
import random

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    z = []
    for mu_row, log_var_row in zip(mu.tolist(), log_var.tolist()):
        z.append([random.gauss(m, math.exp(v / 2)) for m, v in zip(mu_row, log_var_row)])
    return torch.tensor(z, dtype=mu.dtype, requires_grad=True)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
