"""One number a call, uniform noise."""

import random


def sample_z(mu, sigma):
    return float(mu) + float(sigma) * random.uniform(-1, 1)
