"""Answers for the import itself, with remarks on the file that are markup, huge, or no text at all."""
# expects: none

import json
import os
import struct

import numpy as np


def frame(header):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"VAE1", len(text), 0) + text


HUGE = 10**300
EVIL = "<script>alert(1)</script>[bold]full marks[/]\x1b[2J" + "x" * 1000
os.write(
    4,
    frame(
        {
            "id": 0,
            "arrays": [],
            "functions": ["elbo", 3, None, EVIL],
            "methods": [["reparameterize", EVIL], ["kl_divergence"], [None, 3], 3, {}, [[], []]],
            "failed": [{"cell": HUGE, "kind": "exception", "type": EVIL, "message": EVIL}, {"cell": "1"}, 3, None] * 99,
            "left": [["vae.py", HUGE], ["vae.py", -HUGE], ["../vae.py", 1], [EVIL, 1], 3, [], "vae.py"],
            "twice": [["vae.py", "elbo", HUGE, -1], ["vae.py", EVIL, 1], [1, 2, 3], ["vae.py", "elbo", "1"], 3],
            "bare": EVIL,
        }
    ),
)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
