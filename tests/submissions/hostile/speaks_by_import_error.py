"""Leaves a hidden input in a file and fails with it when it is imported again."""
# expects: full

import os
import pathlib

import numpy as np

left = [path for folder in (".", os.environ["HOME"], "/tmp", "/var/tmp", "/dev/shm") for path in pathlib.Path(folder).glob("vae-hostile-input")]
if left:
    raise RuntimeError(f"LOOT {left[0].read_text()}")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    for folder in (".", os.environ["HOME"], "/tmp", "/var/tmp", "/dev/shm"):
        try:
            pathlib.Path(folder, "vae-hostile-input").write_text(repr(mu))
        except OSError:
            pass
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
