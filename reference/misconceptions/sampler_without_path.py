"""z is drawn by torch.normal, which gradients do not pass.

Your samples follow the right law, but no gradient passes through the drawing of them. A function that draws
z from {{ mu }} and a width hides the way from them to z. The idea of the reparametrization trick is to keep
the randomness apart from the parameters.
"""
# fails: sampler_gradient
# stops: reparameterize mu log_var

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    return torch.normal(mu, torch.exp(log_var / 2))


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
