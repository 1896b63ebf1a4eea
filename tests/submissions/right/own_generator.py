"""Noise from the file's own seeded torch.Generator, which advances from call to call."""

import torch
import torch.nn.functional as F

SEED = 2024
generator = torch.Generator().manual_seed(SEED)
print(f"vae.py: noise generator seeded with {SEED}")


def reparameterize(mu, log_var):
    """
    mu, log_var: (batch, latent)
    returns z:   (batch, latent)
    """
    epsilon = torch.randn(mu.shape, generator=generator, dtype=mu.dtype, device=mu.device)
    sigma = torch.exp(log_var / 2)
    return mu + sigma * epsilon


def kl_divergence(mu, log_var):
    kl_per_dim = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1.0)
    return kl_per_dim.sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p1 = F.logsigmoid(x_logits)  # log p(x = 1)
    log_p0 = F.logsigmoid(-x_logits)  # log p(x = 0)
    reconstruction = (x * log_p1 + (1.0 - x) * log_p0).sum(dim=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
