"""A module that needs sizes."""

import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, input_dim, latent_dim):
        super().__init__()
        self.latent_dim = latent_dim
        self.body = nn.Linear(input_dim, 400)
        self.mean, self.log_var = nn.Linear(400, latent_dim), nn.Linear(400, latent_dim)
        self.out = nn.Linear(latent_dim, input_dim)

    def encode(self, x):
        h = torch.relu(self.body(x))
        return self.mean(h), self.log_var(h)

    def reparametrize(self, mu, log_var):
        eps = torch.randn(mu.size(0), self.latent_dim, device=mu.device)
        return mu + eps * torch.exp(log_var / 2)

    def forward(self, x):
        mu, log_var = self.encode(x)
        return torch.sigmoid(self.out(self.reparametrize(mu, log_var))), mu, log_var
