"""Ends by a different deadly signal in each function: abort, bus error, illegal instruction."""
# expects: none

import os
import signal

import numpy as np


def die(number):
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    die(signal.SIGABRT)
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    die(signal.SIGBUS)
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    die(signal.SIGILL)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
