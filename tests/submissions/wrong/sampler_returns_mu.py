"""The sampling module was left in eval mode, so the mean comes back without noise."""
# fails: sampler_variance
# diagnosis: sampler_returns_mu

import torch
import torch.nn as nn
import torch.nn.functional as F


class Sampling(nn.Module):
    def forward(self, mu, log_var):
        if self.training:
            return mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)
        return mu


sampling = Sampling().eval()


def reparameterize(mu, log_var):
    return sampling(mu, log_var)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu.pow(2) + log_var.exp() - log_var - 1, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(dim=1) - beta * kl_divergence(mu, log_var)
