"""Doubles log_var where it should be halved: exp(2 * log_var)."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_log_var_doubled

import torch
from torch.nn.functional import softplus


def reparameterize(mu: torch.Tensor, log_var: torch.Tensor) -> torch.Tensor:
    sigma = torch.exp(2 * log_var)
    return mu + sigma * torch.randn_like(mu)


def kl_divergence(mu: torch.Tensor, log_var: torch.Tensor) -> torch.Tensor:
    return 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return (x * x_logits - softplus(x_logits)).sum(-1) - beta * kl_divergence(mu, log_var)
