"""torch.normal, through which no gradient passes."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import torch


def sample_z(mu, sigma):
    return torch.normal(mu, sigma)
