"""Clamps log_var far outside any sensible range, as training code does."""

import torch
import torch.nn.functional as F

LOG_VAR_MIN, LOG_VAR_MAX = -30.0, 20.0


def _safe(log_var):
    return torch.clamp(log_var, LOG_VAR_MIN, LOG_VAR_MAX)


def reparameterize(mu, log_var):
    log_var = _safe(log_var)
    return mu + torch.randn_like(mu).mul(torch.exp(0.5 * log_var))


def kl_divergence(mu, log_var):
    log_var = _safe(log_var)
    return 0.5 * torch.sum(torch.exp(log_var) + mu**2 - 1.0 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_likelihood = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(axis=1)
    return log_likelihood - beta * kl_divergence(mu, log_var)
