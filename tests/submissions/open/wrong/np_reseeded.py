"""The same seed at every call."""
# fails: sampler_independence
# diagnosis: sampler_same_noise_every_call

import numpy as np


def sample_z(mu, sigma):
    np.random.seed(0)
    return mu + sigma * np.random.randn(*mu.shape)
