"""A script without a function."""

import numpy as np


mu, sigma = np.zeros((5, 2)), np.ones((5, 2))
eps = np.random.randn(5, 2)
z = mu + sigma * eps
print(z)
