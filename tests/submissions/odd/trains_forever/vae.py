import torch
import torch.nn.functional as F
from torch import nn


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return recon - beta * kl_divergence(mu, log_var)


encoder = nn.Sequential(nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 40))
decoder = nn.Sequential(nn.Linear(20, 400), nn.ReLU(), nn.Linear(400, 784))
optimizer = torch.optim.SGD([*encoder.parameters(), *decoder.parameters()], lr=1e-3)
images = torch.bernoulli(torch.full((6000, 784), 0.15))

for epoch in range(100_000):
    for batch in images.split(128):
        mu, log_var = encoder(batch).chunk(2, dim=1)
        logits = decoder(reparameterize(mu, log_var))
        loss = -elbo(batch, logits, mu, log_var).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
