"""The KL term inside the ELBO is detached.

The values of your ELBO are right, but its KL term is cut off from {{ mu }} and {{ log_var }}, so that
training would never see it.
"""
# fails: elbo_values
# stops: elbo mu log_var

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return reconstruction - beta * kl_divergence(mu, log_var).detach()
