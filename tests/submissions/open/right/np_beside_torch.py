"""A NumPy sampler in a file that imports PyTorch for the model."""

import numpy as np
import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 2)

    def forward(self, x):
        return torch.relu(self.layer(x))


def sample_z(mu, sigma):
    return np.random.normal(size=mu.shape) * sigma + mu.copy()
