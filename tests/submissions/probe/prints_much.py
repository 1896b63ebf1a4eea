"""Prints two megabytes while it is imported."""

import numpy as np

for line in range(20_000):
    print("z" * 99)


def reparameterize(mu, log_var):
    return mu
