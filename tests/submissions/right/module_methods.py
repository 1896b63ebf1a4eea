"""The functions are methods of an nn.Module, and nothing else."""

import torch
import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, d_in=784, d_latent=20):
        super().__init__()
        self.encoder = nn.Linear(d_in, 2 * d_latent)
        self.decoder = nn.Linear(d_latent, d_in)

    def reparameterize(self, mu, log_var):
        std = torch.exp(0.5 * log_var)
        return mu + std * torch.randn_like(std)

    def kl_divergence(self, mu, log_var):
        return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)

    def elbo(self, x, x_logits, mu, log_var, beta=1.0):
        recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
        return recon - beta * self.kl_divergence(mu, log_var)

    def forward(self, x):
        mu, log_var = self.encoder(x).chunk(2, dim=-1)
        return self.decoder(self.reparameterize(mu, log_var)), mu, log_var
