"""Prints in a thread when no call does, against the limit of what is printed."""
# expects: any

import sys
import threading

import numpy as np


def talk():
    for _ in range(2000):
        sys.stdout.write("10/10 " * 1000)

threading.Thread(target=talk, daemon=True).start()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
