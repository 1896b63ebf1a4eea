"""Turns log_var into a standard deviation with softplus."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_softplus

import torch
import torch.nn.functional as F
from torch.distributions import Normal
from torch.distributions import kl_divergence as torch_kl


def reparameterize(mu, log_var):
    # softplus keeps the std positive
    return Normal(mu, F.softplus(log_var)).rsample()


def kl_divergence(mu, log_var):
    return torch_kl(Normal(mu, torch.exp(0.5 * log_var)), Normal(0.0, 1.0)).sum(1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(1)
    return rec - beta * kl_divergence(mu, log_var)
