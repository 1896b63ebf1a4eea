"""Static methods and a class method, which finds its class's own KL divergence."""

import numpy as np


class Gaussian:
    @staticmethod
    def reparameterize(mu, log_var):
        eps = np.random.standard_normal(mu.shape)
        return mu + np.exp(log_var / 2) * eps

    @staticmethod
    def kl_divergence(mu, log_var):
        return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)

    @classmethod
    def elbo(cls, x, x_logits, mu, log_var, beta=1.0):
        log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
        return log_px - beta * cls.kl_divergence(mu, log_var)
