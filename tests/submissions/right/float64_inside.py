"""Computes in double precision and casts back to the dtype of the input."""

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    m = mu.double()
    s = log_var.double().mul(0.5).exp()
    z = m + s * torch.randn(m.shape, dtype=torch.float64, device=m.device)
    return z.to(mu.dtype)


def kl_divergence(mu, log_var):
    m, lv = mu.double(), log_var.double()
    kl = 0.5 * torch.sum(m * m + lv.exp() - lv - 1, dim=1)
    return kl.to(mu.dtype)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    logits = x_logits.double()
    rec = -F.binary_cross_entropy_with_logits(logits, x.double(), reduction="none").sum(1)
    return (rec - beta * kl_divergence(mu, log_var).double()).to(x_logits.dtype)
