"""A distribution sampled without gradient."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

from torch.distributions import Normal


def sample_z(mu, sigma):
    return Normal(mu, sigma).sample()
