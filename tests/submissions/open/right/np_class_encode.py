"""A class with encode, decode and a sampler."""

import numpy as np


class VAE:
    def __init__(self, n_in, latent):
        self.latent = latent
        self.W = np.random.randn(n_in, latent)

    def encode(self, x):
        return x @ self.W, x @ self.W

    def sample(self, mu, logvar):
        return mu + np.exp(logvar / 2) * np.random.randn(len(mu), self.latent)

    def decode(self, z):
        return z @ self.W.T
