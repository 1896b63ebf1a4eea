"""One number a call."""

import math
import random


def sample_z(mu, sigma):
    return float(mu) + float(sigma) * random.gauss(0.0, 1.0)
