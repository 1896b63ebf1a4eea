"""Noise by the inverse CDF of a clamped uniform (erfinv), in double precision."""

import torch
from torch.nn import functional as F

SQRT2 = 2.0**0.5
TINY = 1e-15


def standard_normal(shape):
    # Phi^-1(u) = sqrt(2) * erfinv(2u - 1), infinite at u = 0 and u = 1
    u = torch.rand(shape, dtype=torch.float64).clamp(TINY, 1.0 - TINY)
    return SQRT2 * torch.erfinv(2.0 * u - 1.0)


def reparameterize(mu, log_var):
    eps = standard_normal(mu.size()).to(dtype=mu.dtype, device=mu.device)
    std = log_var.div(2).exp()
    return mu.add(std.mul(eps))


def kl_divergence(mu, log_var):
    var = log_var.exp()
    return (var + mu.pow(2) - 1.0 - log_var).sum(dim=1).div(2)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_likelihood = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return log_likelihood.sum(dim=1) - beta * kl_divergence(mu, log_var)
