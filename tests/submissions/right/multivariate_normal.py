"""A MultivariateNormal with a diagonal Cholesky factor; Independent for the KL."""

import torch
from torch.distributions import Bernoulli, Independent, MultivariateNormal, Normal
from torch.distributions.kl import kl_divergence as torch_kl


def reparameterize(mu: torch.Tensor, log_var: torch.Tensor) -> torch.Tensor:
    scale_tril = torch.diag_embed(torch.exp(0.5 * log_var))  # (batch, latent, latent)
    q = MultivariateNormal(mu, scale_tril=scale_tril)
    return q.rsample()


def kl_divergence(mu: torch.Tensor, log_var: torch.Tensor) -> torch.Tensor:
    q = Independent(Normal(mu, torch.exp(0.5 * log_var)), 1)
    p = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    return torch_kl(q, p)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    decoder = Independent(Bernoulli(logits=x_logits), 1)
    return decoder.log_prob(x) - beta * kl_divergence(mu, log_var)
