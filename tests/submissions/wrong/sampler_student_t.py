"""Draws Student-t noise with five degrees of freedom."""
# fails: sampler_shape

import torch
import torch.nn.functional as F
from torch.distributions import StudentT

noise_dist = StudentT(df=5.0)


def reparameterize(mu, log_var):
    eps = noise_dist.sample(mu.shape).to(mu.dtype)
    return mu + torch.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    return -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum(1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(1)
    return -rec - beta * kl_divergence(mu, log_var)
