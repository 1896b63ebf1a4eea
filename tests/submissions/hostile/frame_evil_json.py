"""Sends headers that are hard on a JSON parser: deep, endless digits, NaN, surrogates, twice a key."""
# expects: partial kl_values kl_nonnegative kl_gradient

import os
import struct
import sys

import numpy as np


def asked():
    """Find the number of the call that is being answered in the frames below."""
    below = sys._getframe()
    while below:
        for value in list(below.f_locals.values()):
            if type(value) is dict and "id" in value and "function" in value:
                return value["id"]
        below = below.f_back
    return 1


TEXTS = (
    b"[" * 500_000,
    b'{"id":' * 100_000,
    b'{"id": ' + b"9" * 900_000 + b', "arrays": []}',
    b'{"id": NaN, "arrays": [], "output": Infinity}',
    b'{"id": 1, "id": 2, "arrays": [], "arrays": {}, "output": {"other": "\\ud800\\u202e"}}',
    b"\xff\xfe{\x00}\x00",
    b'"' + b"\\u0000" * 100_000,
    b"{" + b",".join(b'"%d": 0' % i for i in range(80_000)) + b"}",
)


def send():
    text = TEXTS[asked() % len(TEXTS)]
    os.write(4, struct.pack("<4sIQ", b"VAE1", len(text), 0) + text)


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    send()
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
