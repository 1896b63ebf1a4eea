"""Imports PyTorch by a name that no scan of the file sees, and is PyTorch's in everything else."""
# expects: full
# framework: torch

import importlib

torch = importlib.import_module("".join(("to", "rch")))


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    loss = torch.nn.functional.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -loss.sum(dim=1) - beta * kl_divergence(mu, log_var)
