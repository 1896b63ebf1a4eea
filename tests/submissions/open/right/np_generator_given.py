"""The generator is an argument."""

import numpy as np


def sample_latent(mu, log_var, rng):
    return mu + np.exp(0.5 * log_var) * rng.standard_normal(mu.shape)
