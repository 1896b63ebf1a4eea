"""Prints control characters, its own path, and later something that nobody may see."""

import sys

import numpy as np

print("\x1b[31mred\x1b[0m\r\tdone\x00 \u202e")
print(__file__)
sys.stderr.write("to the error stream\n")


def reparameterize(mu, log_var):
    print("a hidden case:", mu)
    sys.stdout.flush()
    return mu
