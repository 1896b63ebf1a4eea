"""Imports a package and a package within it, which imports back from the first and from this file."""

import numpy as np

SCALE = 2

from lib import deep


def reparameterize(mu, log_var):
    return mu + deep.scale() * np.exp(log_var)
