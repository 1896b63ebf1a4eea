"""A floor under the variance."""

import torch


def sample(mu, log_var):
    var = torch.exp(log_var) + 1e-4
    return mu + torch.sqrt(var) * torch.randn_like(mu)
