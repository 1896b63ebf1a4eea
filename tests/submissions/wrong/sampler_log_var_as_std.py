"""Uses log_var itself as the standard deviation."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_raw_std

import torch
import torch.nn as nn

bce = nn.BCEWithLogitsLoss(reduction="none")


def reparameterize(mu, log_var):
    epsilon = torch.randn(mu.shape, dtype=mu.dtype)
    return mu + log_var * epsilon


def kl_divergence(mu, log_var):
    var = torch.exp(log_var)
    return torch.sum(0.5 * (var + mu**2 - 1 - log_var), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = -bce(x_logits, x).sum(dim=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
