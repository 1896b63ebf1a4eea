"""Puts up a filter that answers its own calls, by each of the ways that there are."""
# expects: full

import ctypes

import numpy as np

libc = ctypes.CDLL(None)
program = ctypes.create_string_buffer(bytes.fromhex("0600000000" + "00ff7f"), 8)


class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]


filter = Filter(1, ctypes.addressof(program))
if libc.prctl(22, 2, ctypes.byref(filter), 0, 0) == 0 or libc.syscall(ctypes.c_long(317), 1, 0, ctypes.byref(filter)) == 0:
    print("LOOT", "a filter of its own")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
