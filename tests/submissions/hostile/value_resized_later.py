"""Threads change shape and dtype of an array while it is being sent."""
# expects: any

import sys
import threading

import numpy as np

sys.setswitchinterval(1e-6)
returned = []


def reshape():
    while True:
        for array in returned:
            try:
                array.shape = (1, array.size) if array.ndim == 1 else (array.size,)
                array.dtype = "u1" if array.dtype == "f8" else "f8"
            except BaseException:
                pass


for _ in range(2):
    threading.Thread(target=reshape, daemon=True).start()


def keep(array):
    returned[:] = [array]
    return array


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return keep(gaussian_kl(mu, log_var).astype(float))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
