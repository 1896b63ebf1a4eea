"""Uses the noise of the first half of the batch again for the second half."""
# fails: sampler_independence

import torch
from torch.distributions import Bernoulli


def reparameterize(mu, log_var):
    batch, latent = mu.shape
    eps = torch.randn((batch + 1) // 2, latent, dtype=mu.dtype)
    eps = eps.repeat(2, 1)[:batch]
    return mu + eps * torch.exp(0.5 * log_var)


def kl_divergence(mu, log_var):
    return -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = Bernoulli(logits=x_logits).log_prob(x).sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
