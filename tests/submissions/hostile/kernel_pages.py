"""Asks for memory that is secret, sealed, keyed, or laid out anew."""
# expects: full

import ctypes

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "memfd_secret": (447, 0),
    "pkey_alloc": (330, 0, 0),
    "remap_file_pages": (216, 0, 0, 0, 0, 0),
    "mseal": (462, 0, 0, 0),
    "migrate_pages": (256, 0, 0, 0, 0),
    "map_shadow_stack": (453, 0, 4096, 0),
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
