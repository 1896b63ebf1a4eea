"""A floor of a thousandth under the standard deviation."""

import torch


def sample(mu, log_var):
    std = torch.exp(log_var / 2) + 1e-3
    return mu + std * torch.randn_like(mu)
