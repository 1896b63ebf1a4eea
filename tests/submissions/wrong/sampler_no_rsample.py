"""Calls sample() instead of rsample()."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import torch
from torch.distributions import Bernoulli, Normal
from torch.distributions import kl_divergence as kl_div


def q_z(mu, log_var):
    return Normal(mu, torch.exp(0.5 * log_var))


def reparameterize(mu, log_var):
    return q_z(mu, log_var).sample()


def kl_divergence(mu, log_var):
    p_z = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return kl_div(q_z(mu, log_var), p_z).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    p_x = Bernoulli(logits=x_logits)
    return p_x.log_prob(x).sum(dim=-1) - beta * kl_divergence(mu, log_var)
