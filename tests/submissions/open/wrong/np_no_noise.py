"""No noise at all."""
# fails: sampler_mean
# diagnosis: sampler_returns_mu

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma
