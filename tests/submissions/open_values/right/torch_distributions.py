"""By distributions of the library."""

import torch
from torch.distributions import Bernoulli, Normal, kl_divergence


def kl_to_prior(mu, scale):
    return kl_divergence(Normal(mu, scale), Normal(0.0, 1.0)).sum(-1)


def elbo(x, x_logits, mu, scale, *, beta=1.0):
    return Bernoulli(logits=x_logits).log_prob(x).sum(-1) - beta * kl_to_prior(mu, scale)
