"""Returns the sample as (latent, batch)."""
# fails: sampler_contract

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    mu_t, std_t = mu.t(), torch.exp(0.5 * log_var).t()
    return mu_t + std_t * torch.randn_like(std_t)


def kl_divergence(mu, log_var):
    return 0.5 * (mu.pow(2) + log_var.exp() - log_var - 1).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = (x * x_logits - F.softplus(x_logits)).sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
