"""Options are parsed at the top level, and the functions use one."""

import argparse

import torch
import torch.nn.functional as F

parser = argparse.ArgumentParser()
parser.add_argument('--scale', type=float, default=0.5)
args = parser.parse_args()


def reparameterize(mu, log_var):
    std = torch.exp(args.scale * log_var)
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return recon - beta * kl_divergence(mu, log_var)
