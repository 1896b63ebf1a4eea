"""Draws the noise latent-first and transposes it; not contiguous, and still right."""

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    batch_size, latent_dim = mu.shape
    eps = torch.randn(latent_dim, batch_size, dtype=mu.dtype).T
    assert eps.shape == mu.shape, (eps.shape, mu.shape)
    return mu + eps * torch.exp(log_var / 2)


def kl_divergence(mu, log_var):
    # sum over latent dims via the transposed view as well, for consistency
    integrand = 1 + log_var.T - mu.T**2 - torch.exp(log_var.T)
    return -0.5 * integrand.sum(0)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    nll = F.binary_cross_entropy_with_logits(x_logits.T, x.T, reduction="none").sum(0)
    return -nll - beta * kl_divergence(mu, log_var)
