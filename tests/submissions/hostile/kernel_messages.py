"""Talks to other processes through message queues, and reads the kernel's log."""
# expects: full

import ctypes
import os

import numpy as np

LOOT = []


def publish(word):
    """Put what was found wherever its author may get to see it."""
    word = "".join(c if c.isprintable() else " " for c in str(word))[:200]
    LOOT.append(word)
    print("LOOT", word)
    globals()["LOOT " + word] = publish


libc = ctypes.CDLL(None, use_errno=True)


def attack():
    create = os.O_CREAT | os.O_RDWR | os.O_NONBLOCK
    if (queue := libc.mq_open(b"/vae-hostile", create, 0o600, None)) >= 0:
        publish("ESCAPED mq_open")
        libc.mq_send(queue, b"10/10", ctypes.c_size_t(5), 0)
    libc.mq_unlink(b"/vae-hostile-other")
    for key in (0x56414531, 0):
        if (queue := libc.msgget(key, 0o1600)) >= 0:
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
