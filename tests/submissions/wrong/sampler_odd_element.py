"""Box and Muller's pairs: an odd number of elements leaves the last without noise."""
# fails: sampler_independence

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    n = mu.numel()
    u = 1 - torch.rand(2, n // 2, dtype=mu.dtype)
    radius, angle = (-2 * u[0].log()).sqrt(), 2 * torch.pi * u[1]
    eps = torch.zeros(n, dtype=mu.dtype)
    eps[: n // 2 * 2] = torch.cat([radius * angle.cos(), radius * angle.sin()])
    return mu + torch.exp(0.5 * log_var) * eps.reshape(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=-1)
    return rec - beta * kl_divergence(mu, log_var)
