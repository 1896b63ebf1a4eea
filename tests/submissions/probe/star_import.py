"""All of NumPy's names come before its own."""

from numpy import *
from numpy.linalg import *


def reparameterize(mu, log_var):
    return mu
