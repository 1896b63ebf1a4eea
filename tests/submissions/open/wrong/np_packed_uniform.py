"""One argument, a pair; uniform noise."""
# fails: sampler_shape
# diagnosis: sampler_uniform

import numpy as np


def sampling(args):
    mu, log_var = args
    return mu + np.exp(log_var / 2) * np.random.rand(*mu.shape)
