"""Seeds torch inside the function, so every call draws the same noise."""
# fails: sampler_independence
# diagnosis: sampler_same_noise_every_call

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    torch.manual_seed(0)  # reproducibility
    std = torch.exp(0.5 * log_var)
    eps = torch.randn_like(std)
    return mu + eps * std


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = (x * x_logits - F.softplus(x_logits)).sum(dim=-1)
    return log_px - beta * kl_divergence(mu, log_var)
