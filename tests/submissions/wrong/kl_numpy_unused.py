"""The KL divergence goes through NumPy, which autograd refuses; the ELBO does not use it."""
# fails: kl_gradient

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    values = 0.5 * (mu.numpy() ** 2 + torch.exp(log_var).numpy() - 1 - log_var.numpy())
    return torch.from_numpy(values.sum(axis=1))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    kl = 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)
    return recon - beta * kl
