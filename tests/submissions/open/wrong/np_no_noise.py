"""No noise at all."""
# fails: sampler_variance

import numpy as np


def sample_z(mu, sigma):
    return mu + sigma
