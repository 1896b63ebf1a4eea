"""Leaves exit handlers that print, write results, raise, hang and answer the grader."""
# expects: full

import atexit
import json
import os
import struct
import threading
import time

import numpy as np


def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"VAE1", len(text), len(payload)) + text + payload


def last_word():
    print("LOOT last word")
    for path in ("results.json", "/autograder/results/results.json"):
        try:
            with open(path, "w") as file:
                json.dump({"score": 1e9}, file)
        except OSError:
            pass
    os.write(4, frame({"id": 1, "arrays": [], "output": {"other": "full marks"}}))
    while True:
        time.sleep(1)


atexit.register(last_word)
threading._register_atexit(last_word)
threading.Thread(target=threading.Event().wait).start()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
