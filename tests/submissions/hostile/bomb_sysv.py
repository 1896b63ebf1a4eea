"""Leaves shared memory, semaphores and message queues of System V behind."""
# expects: full

import ctypes

import numpy as np

LOOT = []


def publish(word):
    """Put what was found wherever its author may get to see it."""
    word = "".join(c if c.isprintable() else " " for c in str(word))[:200]
    LOOT.append(word)
    print("LOOT", word)
    globals()["LOOT " + word] = publish


KEY = 0x56414531


def attack():
    libc = ctypes.CDLL(None)
    create = 0o1600
    for key in (KEY, 0):
        if libc.shmget(key, ctypes.c_size_t(1 << 26), create) >= 0:
            publish("ESCAPED shmget")
        if libc.semget(key, 8, create) >= 0:
            publish("ESCAPED semget")
        if libc.msgget(key, create) >= 0:
            publish("ESCAPED msgget")


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
