"""Has the wrong sign in the exponent: exp(-0.5 * log_var)."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_inverse_std

import torch
from torch.distributions import Bernoulli


def reparameterize(mu, log_var):
    std = torch.exp(-0.5 * log_var)
    z = mu + std * torch.randn_like(mu)
    return z


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu**2 - torch.exp(log_var), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = Bernoulli(logits=x_logits).log_prob(x).sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
