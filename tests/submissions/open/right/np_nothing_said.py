"""Names that say nothing, and a standard deviation."""

import numpy as np


def g(a, b):
    return a + b * np.random.randn(*a.shape)
