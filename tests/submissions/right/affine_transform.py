"""A base normal pushed through an AffineTransform."""

import torch
from torch import distributions as D


def reparameterize(mu, log_var):
    base = D.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    to_posterior = D.AffineTransform(loc=mu, scale=torch.exp(0.5 * log_var))
    return D.TransformedDistribution(base, [to_posterior]).rsample()


def kl_divergence(mu, log_var):
    """KL = cross-entropy to the prior minus entropy, both in closed form."""
    log_2pi = torch.log(torch.tensor(2 * torch.pi, dtype=mu.dtype))
    cross_entropy = 0.5 * (log_2pi + mu**2 + log_var.exp())
    entropy = 0.5 * (1 + log_2pi + log_var)
    return (cross_entropy - entropy).sum(1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    zeros = torch.zeros_like(x_logits)
    log_normaliser = torch.logaddexp(zeros, x_logits)
    return (x * x_logits - log_normaliser).sum(1) - beta * kl_divergence(mu, log_var)
