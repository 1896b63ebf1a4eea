"""Handles its own signals, timers and exits, and manages contexts."""
# expects: full

import atexit
import contextlib
import os
import signal
import time

import numpy as np

alarms = []
signal.signal(signal.SIGINT, lambda number, frame: alarms.append(number))
signal.signal(signal.SIGALRM, lambda number, frame: alarms.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.03)
os.kill(os.getpid(), signal.SIGINT)
signal.raise_signal(signal.SIGINT)
assert alarms == [signal.SIGALRM, signal.SIGINT, signal.SIGINT]
atexit.register(print, "good bye")


@contextlib.contextmanager
def timed(label):
    start = time.perf_counter()
    try:
        yield
    finally:
        print(label, time.perf_counter() - start)


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    with timed("kl"), contextlib.ExitStack() as stack:
        stack.callback(print, "done")
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
