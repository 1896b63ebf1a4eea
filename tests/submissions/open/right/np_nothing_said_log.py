"""Names that say nothing, and a log-variance."""

import numpy as np


def trick(m, h):
    return m + np.exp(h / 2) * np.random.standard_normal(np.shape(m))
