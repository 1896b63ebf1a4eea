"""A whole nn.Module with methods; the graded functions delegate to one instance."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class VAE(nn.Module):
    """Fully connected VAE for 28 x 28 binarised digits."""

    def __init__(self, input_dim=784, hidden_dim=400, latent_dim=20):
        super().__init__()
        self.fc1 = nn.Linear(input_dim, hidden_dim)
        self.fc_mu = nn.Linear(hidden_dim, latent_dim)
        self.fc_log_var = nn.Linear(hidden_dim, latent_dim)
        self.fc3 = nn.Linear(latent_dim, hidden_dim)
        self.fc4 = nn.Linear(hidden_dim, input_dim)

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.fc_mu(h), self.fc_log_var(h)

    def reparameterize(self, mu, log_var):
        std = torch.exp(0.5 * log_var)
        return mu + torch.randn_like(std) * std

    def decode(self, z):
        return self.fc4(F.relu(self.fc3(z)))

    def forward(self, x):
        mu, log_var = self.encode(x.view(x.size(0), -1))
        return self.decode(self.reparameterize(mu, log_var)), mu, log_var

    @staticmethod
    def kl(mu, log_var):
        return -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum(1)

    def elbo(self, x, x_logits, mu, log_var, beta):
        bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
        return -bce.sum(1) - beta * self.kl(mu, log_var)


model = VAE()


def reparameterize(mu, log_var):
    return model.reparameterize(mu, log_var)


def kl_divergence(mu, log_var):
    return VAE.kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return model.elbo(x, x_logits, mu, log_var, beta)
