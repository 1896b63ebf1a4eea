"""Leaves PyTorch in strange states: no gradients, other dtypes, modes that see every call."""
# expects: full
# framework: torch

import torch
import torch.nn.functional as F

from torch.overrides import TorchFunctionMode


class Mode(TorchFunctionMode):
    def __torch_function__(self, function, types, args=(), kwargs=None):
        return function(*args, **(kwargs or {}))


Mode().__enter__()
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.autograd.set_detect_anomaly(True)
torch.set_printoptions(precision=1)


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(
        dim=1
    ) - beta * kl_divergence(mu, log_var)
