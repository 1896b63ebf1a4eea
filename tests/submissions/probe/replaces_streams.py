"""Puts something else in the place of its streams."""

import sys

import numpy as np

print("first")
sys.stdout.flush()


class Stream:
    def write(self, text):
        raise ValueError

    def flush(self):
        raise SystemExit


sys.stdout = sys.stderr = sys.__stdout__ = Stream()
sys.__stderr__ = None


def reparameterize(mu, log_var):
    return mu
