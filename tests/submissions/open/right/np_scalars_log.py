"""One number a call, from a log-variance."""

import math
import random


def sample(mu, logvar):
    return mu + math.exp(0.5 * logvar) * random.normalvariate(0, 1)
