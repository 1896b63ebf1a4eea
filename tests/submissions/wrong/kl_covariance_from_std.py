"""The standard deviations are put on the diagonal of the covariance matrix."""
# fails: kl_values, kl_gradient
# diagnosis: kl_std_as_variance

import torch
from torch.distributions import Bernoulli, MultivariateNormal, Normal
from torch.distributions.kl import kl_divergence as analytic_kl


def posterior(mu, log_var):
    """q(z | x)."""
    return Normal(mu, torch.exp(log_var / 2))


def reparameterize(mu, log_var):
    return posterior(mu, log_var).rsample()


def kl_divergence(mu, log_var):
    covariance = torch.diag_embed(torch.exp(log_var / 2))
    q = MultivariateNormal(mu, covariance_matrix=covariance)
    identity = torch.eye(mu.shape[1], dtype=mu.dtype, device=mu.device)
    p = MultivariateNormal(torch.zeros_like(mu), covariance_matrix=identity)
    return analytic_kl(q, p)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    likelihood = Bernoulli(logits=x_logits, validate_args=False)
    log_px = likelihood.log_prob(x).sum(-1)
    return log_px - beta * kl_divergence(mu, log_var)
