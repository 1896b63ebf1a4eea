"""Lists of numbers."""

import math
import random


def sample_latent(mus, sigmas):
    return [m + s * random.gauss(0, 1) for m, s in zip(mus, sigmas)]
