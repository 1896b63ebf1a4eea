"""No gradient at all."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import torch


@torch.no_grad()
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
