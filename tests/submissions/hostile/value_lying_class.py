"""Returns objects that claim to be arrays: by __class__, __array__, __array_interface__ and buffers."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np


class Claim:
    __class__ = np.ndarray
    dtype, shape, ndim, size, nbytes = np.dtype("float64"), (7,), 1, 7, 1
    __array_interface__ = {"version": 3, "shape": (1 << 40,), "typestr": "<f8", "data": (1 << 20, False)}
    __array_struct__ = property(lambda self: 1 / 0)

    def __array__(self, dtype=None, copy=None):
        return np.full(7, "full marks")

    def __float__(self):
        return 1.0


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return Claim()


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
