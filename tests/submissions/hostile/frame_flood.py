"""Floods the grader with well-formed frames and reads none of its own."""
# expects: full

import json
import os
import struct

import numpy as np


def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"VAE1", len(text), len(payload)) + text + payload


flood = frame({"id": 7, "arrays": [{"dtype": "<f8", "shape": [1 << 17]}], "output": 0}, bytes(1 << 20))
while True:
    try:
        os.write(4, flood)
    except BaseException:
        pass


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
