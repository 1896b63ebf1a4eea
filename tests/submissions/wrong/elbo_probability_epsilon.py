"""1e-8 is added to a probability, so that no logarithm is below -18.4."""
# fails: elbo_values

import torch


def reparameterize(mu, log_var):
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    p = torch.sigmoid(x_logits)
    rec = (x * torch.log(p + 1e-8) + (1 - x) * torch.log(1 - p + 1e-8)).sum(dim=-1)
    return rec - beta * kl_divergence(mu, log_var)
