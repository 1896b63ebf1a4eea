"""Sends a frame byte by byte, too slowly to ever end and too busily to look idle."""
# expects: full

import os
import struct
import time

import numpy as np

os.write(4, struct.pack("<4sIQ", b"VAE1", 1 << 20, 32 << 20))
while True:
    os.write(4, b" ")
    time.sleep(0.005)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
