"""One number a call, uniform noise."""
# fails: sampler_shape
# diagnosis: sampler_uniform_centred

import random


def sample_z(mu, sigma):
    return float(mu) + float(sigma) * random.uniform(-1, 1)
