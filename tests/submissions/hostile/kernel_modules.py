"""Loads modules, another kernel, and lets the machine sleep."""
# expects: full

import ctypes

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "init_module": (175, 0, 0, 0),
    "finit_module": (313, -1, 0, 0),
    "delete_module": (176, 0, 0),
    "kexec_load": (246, 0, 0, 0, 0),
    "reboot": (169, 0, 0, 0, 0),
    "swapon": (167, 0, 0),
}
for name, (number, *arguments) in CALLS.items():
    if libc.syscall(*map(ctypes.c_long, (number, *arguments))) >= 0:
        print("LOOT", name)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
