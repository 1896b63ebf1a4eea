"""Maps files and anonymous memory, and shares arrays with itself."""
# expects: full

import ctypes
import mmap
import os

import numpy as np

scratch = np.memmap("scratch.dat", dtype="f8", mode="w+", shape=(1000,))
scratch[:] = 0.5
scratch.flush()
HALF = np.memmap("scratch.dat", dtype="f8", mode="r")[7]
anonymous = mmap.mmap(-1, 1 << 20)
shared = np.frombuffer(anonymous, "f8")
shared[:] = HALF
libm_exp = ctypes.CDLL(None).getpid
assert libm_exp() == os.getpid()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return shared[9] * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
