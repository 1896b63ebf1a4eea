"""Returns the distribution itself."""

import torch
from torch.distributions import Normal


def posterior(mu, logvar):
    return Normal(mu, torch.exp(0.5 * logvar))
