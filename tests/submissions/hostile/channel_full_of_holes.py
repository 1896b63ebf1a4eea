"""Fills its reply pipe to the brim and takes out single bytes, so that there is always something and never enough."""
# expects: any

import os
import threading

import numpy as np


def hold():
    write = os.open("/proc/self/fd/4", os.O_WRONLY | os.O_NONBLOCK)
    read = os.open("/proc/self/fd/4", os.O_RDONLY | os.O_NONBLOCK)
    for _ in range(100_000):
        try:
            os.write(write, b"V")
        except BlockingIOError:
            pass
        try:
            os.read(read, 1)
        except BlockingIOError:
            pass

threading.Thread(target=hold, daemon=True).start()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
