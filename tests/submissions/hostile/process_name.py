"""Gives itself a name that is hard on whoever reads /proc."""
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


def attack():
    libc = ctypes.CDLL(None)
    for name in (b"x) Z 1 1 1", b"\xff\n\x1b[2J)\n", b"Uid:\t0\t0\n", b"a b (c"):
        libc.prctl(15, name)
        with open("/proc/self/comm", "wb") as file:
            file.write(name)
    libc.prctl(4, 0, 0, 0, 0)  # not dumpable: /proc/self is root's


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
