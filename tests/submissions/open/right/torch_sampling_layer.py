"""A layer that takes a pair."""

import torch
from torch import nn


class Sampling(nn.Module):
    def forward(self, inputs):
        mean, log_var = inputs
        return mean + torch.exp(log_var / 2) * torch.randn_like(mean)
