"""Uses hooks, no_grad, data loaders without workers, schedulers, seeds, threads and deterministic modes."""
# expects: full
# framework: torch

import tempfile
from pathlib import Path

import torch
import torch.nn.functional as F

from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(7)
torch.set_num_threads(2)
torch.use_deterministic_algorithms(True)
loader = DataLoader(TensorDataset(torch.rand(64, 3)), batch_size=16, shuffle=True, num_workers=0)
weight = torch.zeros(3, requires_grad=True)
weight.register_hook(lambda gradient: gradient.clamp(-1, 1))
for (batch,) in loader:
    loss = ((batch * weight).sum(dim=1) - 1).square().mean()
    loss.backward()
    with torch.no_grad():
        weight -= 0.1 * weight.grad
        weight.grad = None
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "checkpoint.pt"
    torch.save({"weight": weight.detach(), "epoch": 1}, path)
    checkpoint = torch.load(path, weights_only=True)
assert torch.equal(checkpoint["weight"], weight.detach())


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(
        dim=1
    ) - beta * kl_divergence(mu, log_var)
