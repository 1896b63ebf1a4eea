"""Prints a quarter of a megabyte at import and a table in every call."""
# expects: full

import sys
from pprint import pprint

import numpy as np

for line in range(2500):
    print("epoch", line, "loss", "#" * 80)
print("progress\r" * 100, end="", flush=True)
print("to the error stream", file=sys.stderr)


def reparameterize(mu, log_var):
    pprint({"mu": mu[:2].tolist(), "log_var": log_var[:2].tolist()})
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    print(x, x_logits)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
