"""Turns log_var into the standard deviation in place."""
# fails: sampler_contract
# only: second_argument = log_var

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = log_var.mul_(0.5).exp_()
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu.pow(2) + log_var.exp() - log_var - 1, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
