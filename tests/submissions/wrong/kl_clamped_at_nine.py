"""log_var is clamped at 9 in the KL divergence, which moves from its ends still reach."""
# fails: kl_values, kl_gradient

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    log_var = log_var.clamp(-9, 9)
    return 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=-1)
    return rec - beta * kl_divergence(mu, log_var)
