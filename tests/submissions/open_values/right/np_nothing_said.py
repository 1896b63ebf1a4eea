"""Names that say nothing: values alone tell which argument is which."""

import numpy as np


def f(a, b):
    return 0.5 * np.sum(b**2 + np.exp(a) - 1 - a, axis=1)


def g(a, b, c, d, w):
    return np.sum(a * np.log(c) + (1 - a) * np.log1p(-c), axis=1) - w * f(d, b)
