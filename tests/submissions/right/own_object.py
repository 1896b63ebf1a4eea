"""A class that needs arguments, whose object the file makes, moves and evaluates."""

import torch
import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, latent, device):
        super().__init__()
        self.latent, self.device = latent, device
        self.mean = nn.Linear(400, latent)

    def reparameterize(self, mu, log_var):
        if not self.training:
            return mu
        noise = torch.randn(mu.shape, dtype=mu.dtype, device=self.device)
        return mu + (log_var / 2).exp() * noise

    def kl_divergence(self, mu, log_var):
        return 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)

    def elbo(self, x, x_logits, mu, log_var, beta=1.0):
        log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
        return log_px - beta * self.kl_divergence(mu, log_var)


model = VAE(20, "cuda:0").to("cuda:0")
model.eval()
