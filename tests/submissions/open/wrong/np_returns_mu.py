"""Returns the mean."""
# fails: sampler_variance
# diagnosis: sampler_returns_mu

import numpy as np


def sample_latent(mu, sigma):
    return mu
