"""Takes its two arguments in the wrong order."""
# fails: sampler_gradient, sampler_mean, sampler_variance
# diagnosis: sampler_swapped_arguments

import torch
import torch.nn.functional as F


def reparameterize(log_var, mu):
    std = torch.exp(0.5 * log_var)
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return 0.5 * (log_var.exp() + mu**2 - 1 - log_var).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = (x * x_logits - F.softplus(x_logits)).sum(dim=1)
    return rec - beta * kl_divergence(mu, log_var)
