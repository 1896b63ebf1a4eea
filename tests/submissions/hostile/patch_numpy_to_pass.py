"""Wrong functions, and a NumPy whose comparisons find everything right."""
# expects: none

import numpy as np


def right(*args, **options):
    return np.True_


def like_any(*args, **options):
    return None


for name in ("allclose", "isclose", "array_equal", "isfinite", "array_equiv", "all", "less_equal"):
    setattr(np, name, right)
for name in ("assert_allclose", "assert_array_equal", "assert_equal", "assert_array_almost_equal"):
    setattr(np.testing, name, like_any)


def reparameterize(mu, log_var):
    return np.full(mu.shape, np.nan)


def kl_divergence(mu, log_var):
    return np.full(len(mu), np.nan)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.full(len(x), np.nan)
