"""Opens sockets and files behind the filter's back, with io_uring and asynchronous I/O."""
# expects: full

import ctypes
import platform

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
    setup, enter, register = 425, 426, 427
    parameters = ctypes.create_string_buffer(256)
    if libc.syscall(setup, 8, parameters) >= 0:
        publish("ESCAPED io_uring_setup")
    for number in (enter, register):
        libc.syscall(number, 0, 1, 0, 0, None, 0)
    context = ctypes.c_ulong()
    libc.syscall({"x86_64": 206, "aarch64": 0}[platform.machine()], 128, ctypes.byref(context))


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
