"""A width without gradient."""
# fails: sampler_gradient

import torch


def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar).detach() * torch.randn_like(mu)
