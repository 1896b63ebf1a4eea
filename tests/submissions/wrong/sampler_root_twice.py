"""Takes the square root of the standard deviation once more."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_root_twice

import torch
import torch.nn.functional as F
from torch.distributions import Independent, Normal


def reparameterize(mu, log_var):
    std = torch.sqrt(torch.exp(0.5 * log_var))
    q = Independent(Normal(mu, std), 1)
    return q.rsample()


def kl_divergence(mu, log_var):
    return 0.5 * (log_var.exp().sum(1) + mu.pow(2).sum(1) - mu.size(1) - log_var.sum(1))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_likelihood = (x * x_logits - F.softplus(x_logits)).sum(1)
    return log_likelihood - beta * kl_divergence(mu, log_var)
