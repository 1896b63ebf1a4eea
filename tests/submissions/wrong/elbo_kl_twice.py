"""The KL divergence is subtracted twice."""
# fails: elbo_values
# diagnosis: elbo_kl_twice

import math

import torch
from torch.nn import functional as F

LOG_2PI = math.log(2 * math.pi)


def log_normal(z, mean, log_var):
    """Log density of a diagonal Gaussian, summed over the latent dimensions."""
    return -0.5 * (LOG_2PI + log_var + (z - mean) ** 2 / log_var.exp()).sum(dim=-1)


def log_bernoulli(x, logits):
    """Log likelihood of binary pixels, summed over the image."""
    return (x * logits - F.softplus(logits)).sum(dim=-1)


def reparameterize(mu, log_var):
    eps = torch.empty_like(mu).normal_()
    return torch.addcmul(mu, eps, torch.exp(log_var * 0.5))


def kl_divergence(mu, log_var):
    return 0.5 * (mu * mu + log_var.exp() - log_var - 1).sum(dim=-1)


def weighted_kl(mu, log_var, beta):
    return beta * kl_divergence(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bound = log_bernoulli(x, x_logits) - weighted_kl(mu, log_var, beta)
    return bound - weighted_kl(mu, log_var, beta)
