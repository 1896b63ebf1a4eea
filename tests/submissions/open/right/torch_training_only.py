"""Samples in training, and returns mu otherwise."""

import torch
from torch import nn


class VAE(nn.Module):
    def reparameterize(self, mu, log_std):
        if self.training:
            return mu + torch.exp(log_std) * torch.randn_like(mu)
        return mu


model = VAE()
model.eval()
