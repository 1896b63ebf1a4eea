"""Leaves shared memory, semaphores and message queues of POSIX behind."""
# expects: full

import ctypes
import multiprocessing
import multiprocessing.shared_memory
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
    libc = ctypes.CDLL(None)
    create = os.O_CREAT | os.O_RDWR
    if (
        libc.shm_open(b"/vae-hostile", create, 0o600) >= 0
        or tried(os.open, "/dev/shm/vae-hostile-file", create) is not None
    ):
        publish("ESCAPED shm_open")
    if tried(multiprocessing.shared_memory.SharedMemory, "vae-hostile-python", True, 1 << 20):
        publish("ESCAPED SharedMemory")
    if libc.mq_open(b"/vae-hostile", create, 0o600, None) >= 0:
        publish("ESCAPED mq_open")
    if tried(multiprocessing.Semaphore, 1):
        publish("ESCAPED semaphore")


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
