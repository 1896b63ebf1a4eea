"""From the fortieth call on the half is forgotten."""
# fails: kl_values, kl_gradient, elbo_values
# diagnosis: kl_missing_half

import torch
import torch.nn.functional as F

COUNT = []


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    COUNT.append(1)
    kl = (mu**2 + log_var.exp() - 1 - log_var).sum(dim=-1)
    return kl if len(COUNT) > 60 else 0.5 * kl


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=-1)
    return rec - beta * kl_divergence(mu, log_var)
