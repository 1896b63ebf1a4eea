"""Returns the mean."""

import numpy as np


def sample_latent(mu, sigma):
    return mu
