"""Writes 255 MB of files once a call has returned, and removes them before the next."""
# expects: any

import os
import threading
import time

import numpy as np


def litter():
    while True:
        for number in range(16):
            with open(f"vae-hostile-{number}", "wb") as file:
                file.write(b"x" * (15 << 20))
        for number in range(16):
            os.remove(f"vae-hostile-{number}")
        time.sleep(0.001)


threading.Thread(target=litter, daemon=True).start()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
