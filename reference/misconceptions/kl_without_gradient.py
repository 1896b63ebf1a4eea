"""The KL divergence is computed outside of PyTorch's graph.

Your values are right, but no gradient passes: what you return is not connected to {{ mu }} and
{{ log_var }}. Turning tensors into NumPy, detaching, rounding and no_grad all cut the connection.
"""
# fails: kl_gradient
# stops: kl_divergence mu log_var

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    with torch.no_grad():
        return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    kl = 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)
    return reconstruction - beta * kl
