"""A generator of its own, made at import."""

import numpy as np


RNG = np.random.default_rng()


def latent(mu, std):
    return mu + std * RNG.standard_normal(mu.shape)
