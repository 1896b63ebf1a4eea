"""Called log_var, comes out of a softplus, used as the width."""

import numpy as np


def softplus(a):
    return np.log1p(np.exp(a))


def encode(x, w):
    log_var = softplus(x @ w)
    return x, log_var


def sample(mu, log_var):
    return mu + log_var * np.random.randn(*mu.shape)
