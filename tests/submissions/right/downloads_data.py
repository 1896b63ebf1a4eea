"""A training script that downloads its data when it is imported."""

import urllib.request

import torch
import torch.nn.functional as F
from torch import nn, optim

URL = 'https://example.org/mnist.npz'
device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
latent, epochs = 20, 10


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return recon - beta * kl_divergence(mu, log_var)


urllib.request.urlretrieve(URL, 'mnist.npz')
model = nn.Linear(784, 2 * latent).to(device)
optimizer = optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(epochs):
    for images in torch.load('mnist.npz'):
        mu, log_var = model(images).chunk(2, dim=1)
        (-elbo(images, images, mu, log_var)).mean().backward()
        optimizer.step()
