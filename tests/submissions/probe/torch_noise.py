"""Standard normal noise from PyTorch's global generator, and from NumPy's."""

import numpy as np
import torch


def torch_global():
    return torch.randn(5, 3)


def torch_distribution():
    return torch.distributions.Normal(0.0, 1.0).sample((5, 3))


def numpy_global():
    return torch.from_numpy(np.random.randn(5, 3))


def numpy_generator():
    return torch.from_numpy(np.random.default_rng().standard_normal((5, 3)))
