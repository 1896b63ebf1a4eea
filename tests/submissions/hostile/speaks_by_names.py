"""Leaves a word for its next process in the times, modes and notes of a library that all can read."""
# expects: full

import os

import numpy as np

before = os.stat(os.__file__)
for act in (
    lambda: os.utime(os.__file__, (1, 1)),
    lambda: os.chmod(os.__file__, 0o600),
    lambda: os.setxattr(os.__file__, "user.word", b"hidden"),
    lambda: os.link(os.__file__, "/tmp/vae-hostile-word"),
):
    try:
        act()
    except OSError:
        pass
after = os.stat(os.__file__)
if (before.st_mtime, before.st_mode, before.st_nlink) != (after.st_mtime, after.st_mode, after.st_nlink):
    print("LOOT", "a word is left")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
