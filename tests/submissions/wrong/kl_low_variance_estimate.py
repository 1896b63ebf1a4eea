"""The KL divergence is a one-sample estimate, nonnegative but random."""
# fails: kl_values, kl_gradient
# only: reduction = none
# diagnosis: kl_monte_carlo

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
    q = posterior(mu, log_var)
    z = q.rsample()
    log_ratio = prior_like(mu).log_prob(z) - q.log_prob(z)
    return (torch.exp(log_ratio) - 1 - log_ratio).sum(-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    likelihood = Bernoulli(logits=x_logits, validate_args=False)
    log_px = likelihood.log_prob(x).sum(-1)
    exact_kl = analytic_kl(posterior(mu, log_var), prior_like(mu)).sum(-1)
    return log_px - beta * exact_kl
