"""Trains a small net with Adam for a moment when it is imported."""
# expects: full
# framework: torch

import time

import torch
import torch.nn.functional as F

from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
x_train = torch.rand(256, 2)
y_train = x_train.prod(dim=1, keepdim=True)
start = time.monotonic()
epoch = 0
while time.monotonic() - start < 0.2 and epoch < 100:
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(x_train), y_train)
    loss.backward()
    optimizer.step()
    epoch += 1
print(f"epoch {epoch}, loss {loss.item():.4f}")


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(
        dim=1
    ) - beta * kl_divergence(mu, log_var)
