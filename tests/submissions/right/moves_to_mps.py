"""Written for a laptop's graphics card, with devices as texts, arguments and defaults."""

import torch
import torch.nn.functional as F

device = torch.device("mps")
torch.set_default_device("mps")
prior = torch.zeros(1, device=device)


def reparameterize(mu, log_var):
    noise = torch.randn(mu.shape, dtype=mu.dtype, device="mps")
    return mu.to(device) + (0.5 * log_var.to("mps")).exp() * noise


def kl_divergence(mu, log_var):
    return 0.5 * ((mu - prior).pow(2) + log_var.exp() - 1 - log_var).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    x, x_logits = x.to(device), x_logits.to(device)
    log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
