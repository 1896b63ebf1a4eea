"""The variance is passed where torch.distributions wants the standard deviation."""
# fails: kl_values, kl_gradient
# diagnosis: kl_log_std

import torch
from torch.distributions import Bernoulli, Normal
from torch.distributions.kl import kl_divergence as analytic_kl


def posterior(mu, log_var):
    """q(z | x)."""
    return Normal(mu, torch.exp(log_var / 2))


def prior_like(mu):
    """p(z)."""
    return Normal(torch.zeros_like(mu), torch.ones_like(mu))


def reparameterize(mu, log_var):
    return posterior(mu, log_var).rsample()


def kl_divergence(mu, log_var):
    q = Normal(mu, torch.exp(log_var))
    return analytic_kl(q, prior_like(mu)).sum(-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    likelihood = Bernoulli(logits=x_logits, validate_args=False)
    log_px = likelihood.log_prob(x).sum(-1)
    return log_px - beta * kl_divergence(mu, log_var)
