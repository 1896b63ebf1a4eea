"""Averages the standard deviation over the latent dimensions."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_std_averaged

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    sigma = torch.exp(0.5 * log_var).mean(dim=1, keepdim=True)  # one sigma per image
    return mu + sigma * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p = x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)
    return log_p.sum(dim=1) - beta * kl_divergence(mu, log_var)
