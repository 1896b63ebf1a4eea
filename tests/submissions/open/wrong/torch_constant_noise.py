"""A tensor of noise, kept in the module."""
# fails: sampler_independence
# diagnosis: sampler_same_noise_every_call

import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.eps = torch.randn(512, 512)

    def sample(self, mu, std):
        return mu + std * self.eps[: mu.shape[0], : mu.shape[1]]
