"""np.random.normal(size=...) with the default mean and scale; a class holds the formulas."""

import numpy as np


class DiagonalGaussian:
    def __init__(self, mu, log_var):
        self.mu = np.asarray(mu)
        self.log_var = np.asarray(log_var)

    def sample(self):
        noise = np.random.normal(size=self.mu.shape)
        return self.mu + np.exp(self.log_var / 2.0) * noise

    def kl_to_standard_normal(self):
        terms = self.mu**2 + np.exp(self.log_var) - self.log_var - 1.0
        return terms.sum(axis=1) * 0.5


def reparameterize(mu, log_var):
    return DiagonalGaussian(mu, log_var).sample()


def kl_divergence(mu, log_var):
    return DiagonalGaussian(mu, log_var).kl_to_standard_normal()


def elbo(x, x_logits, mu, log_var, beta=1.0):
    signed = np.where(x > 0.5, x_logits, -x_logits)
    rec = -np.logaddexp(0, -signed).sum(axis=1)
    return rec - beta * kl_divergence(mu, log_var)
