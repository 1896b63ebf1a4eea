"""Draws from a Laplace distribution with scale std."""
# fails: sampler_shape
# diagnosis: sampler_laplace

import torch
from torch.distributions import Bernoulli, Laplace


def reparameterize(mu, log_var):
    q = Laplace(mu, torch.exp(0.5 * log_var))
    return q.rsample()


def kl_divergence(mu, log_var):
    return 0.5 * (mu.square() + log_var.exp() - log_var - 1).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    px = Bernoulli(logits=x_logits)
    return px.log_prob(x).sum(dim=1) - beta * kl_divergence(mu, log_var)
