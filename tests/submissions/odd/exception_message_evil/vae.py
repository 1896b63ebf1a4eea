import numpy as np


class ShapeError(Exception):
    def __str__(self):
        return "bad latent size " + self.latent_size

    __repr__ = __str__


def reparameterize(mu, log_var):
    if mu.shape[1] != 20:
        raise ShapeError
    return mu + np.exp(log_var / 2) * np.random.randn(*mu.shape).astype(mu.dtype)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return log_px - beta * kl_divergence(mu, log_var)
