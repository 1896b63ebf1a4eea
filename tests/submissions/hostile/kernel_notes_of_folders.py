"""Asks to be told by a signal when somebody changes the folder of temporary files."""
# expects: full

import os
import fcntl

import numpy as np

folder = os.open("/tmp", os.O_RDONLY | os.O_PATH)
for command, value in ((fcntl.F_NOTIFY, fcntl.DN_CREATE), (fcntl.F_SETSIG, 10), (fcntl.F_SETLEASE, fcntl.F_RDLCK)):
    try:
        fcntl.fcntl(os.open(".", os.O_RDONLY), command, value)
        print("LOOT", command)
    except OSError:
        pass


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
