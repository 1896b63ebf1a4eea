"""The generator is an argument with a default."""

import numpy as np


def sample_latent(mu, log_var, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    return mu + np.exp(0.5 * log_var) * rng.standard_normal(mu.shape)
