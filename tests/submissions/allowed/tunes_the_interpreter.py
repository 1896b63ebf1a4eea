"""Turns knobs: garbage collection, recursion, switching, tracing of memory, faults, NumPy's errors."""
# expects: full

import faulthandler
import gc
import sys
import tracemalloc

import numpy as np

gc.disable()
gc.set_threshold(100_000, 50, 50)
gc.freeze()
sys.setrecursionlimit(20_000)
sys.setswitchinterval(0.01)
tracemalloc.start()
faulthandler.enable()
faulthandler.dump_traceback_later(600)
np.seterr(over="ignore", under="ignore")
np.set_printoptions(precision=3, suppress=True)


def depth(left):
    return 0 if left == 0 else 1 + depth(left - 1)


assert depth(5_000) == 5_000


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    gc.collect()
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
