"""Starts PyTorch's workers and threads: data loaders, parallel loops, forks."""
# expects: full
# framework: torch

import torch
import torch.nn.functional as F


def start(step):
    try:
        step()
    except BaseException:
        pass


data = torch.utils.data.TensorDataset(torch.zeros(4, 1))
start(lambda: list(torch.utils.data.DataLoader(data, num_workers=2, timeout=1)))
start(lambda: torch.multiprocessing.spawn(print, nprocs=1))
start(lambda: torch.set_num_threads(64))
start(lambda: torch.set_num_interop_threads(64))
start(lambda: torch.ones(1 << 20).sum())


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(
        dim=1
    ) - beta * kl_divergence(mu, log_var)
