"""Returns eps: the sample comes from the prior."""
# fails: sampler_gradient, sampler_variance, sampler_mean
# diagnosis: sampler_from_prior

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    batch, latent = mu.shape
    eps = torch.randn(batch, latent, dtype=mu.dtype, device=mu.device)
    return eps


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(torch.exp(log_var) + mu**2 - 1.0 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return log_px.sum(dim=1) - beta * kl_divergence(mu, log_var)
