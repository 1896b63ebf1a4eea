"""Leaves .pth files, sitecustomize and compiled modules where a later Python would run them."""
# expects: full

import glob
import os
import site
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


def write(path):
    with open(path, "w") as file:
        return file.write("# vae-hostile\n")


def attack():
    folders = [*site.getsitepackages(), site.getusersitepackages(), sys.prefix, os.path.dirname(os.__file__)]
    folders += ["/autograder/source", *filter(None, sys.path)]
    for folder in dict.fromkeys(folders):
        if folder == os.path.dirname(__file__):
            continue
        inside = folder.startswith(os.path.expanduser("~") + "/")
        if inside:
            os.makedirs(folder, exist_ok=True)
        for name in ("vae-hostile.pth", "sitecustomize.py", "usercustomize.py", "conftest.py"):
            path = f"{folder}/{name}"
            if not os.path.exists(path) and tried(write, path) and not inside:
                publish(f"ESCAPED {path}")
        for path in [*glob.glob(folder + "/__pycache__/*.pyc")[:20], *glob.glob(folder + "/*.py")[:20]]:
            if tried(os.open, path, os.O_WRONLY) is not None:
                publish(f"ESCAPED {path} can be written")


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
