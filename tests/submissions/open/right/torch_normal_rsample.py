"""A distribution, sampled with its gradient."""

from torch.distributions import Normal


def sample_z(mu, sigma):
    return Normal(mu, sigma).rsample()
