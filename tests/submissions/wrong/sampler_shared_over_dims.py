"""Draws one number per example and uses it for all its latent dimensions."""
# fails: sampler_independence
# diagnosis: sampler_noise_shared_by_dimensions

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    eps = torch.randn(mu.size(0), 1, dtype=mu.dtype, device=mu.device)
    return mu + torch.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    kld = mu.pow(2) + log_var.exp() - 1 - log_var
    return 0.5 * kld.sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p = x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)
    return log_p.sum(dim=1) - beta * kl_divergence(mu, log_var)
