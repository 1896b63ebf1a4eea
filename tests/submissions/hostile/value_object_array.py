"""Returns object arrays whose elements run code when compared, converted or unpickled."""
# expects: partial kl_values kl_nonnegative kl_gradient

import os

import numpy as np


class Evil:
    def __reduce__(self):
        return os.system, ("touch vae-hostile-unpickled",)

    def __float__(self):
        raise SystemExit("10/10")

    def __eq__(self, other):
        return True

    def __array__(self, dtype=None, copy=None):
        os._exit(0)

    __lt__ = __le__ = __abs__ = __sub__ = __rsub__ = __eq__


def evil(count):
    elements = np.empty(count, object)
    for i in range(count):
        elements[i] = Evil()
    return elements


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return evil(len(mu))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
