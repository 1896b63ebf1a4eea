"""A log-variance used as a standard deviation, in a module."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_raw_std

import torch
from torch import nn


class VAE(nn.Module):
    def reparameterize(self, mu, logvar):
        return mu + logvar * torch.randn_like(mu)


def kl(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
