"""Fills shared memory through a window and leaves no trace of it in the process's own size."""
# expects: any
# memory_mb: 256

import mmap

import numpy as np

LOOT = []


def publish(word):
    """Put what was found wherever its author may get to see it."""
    word = "".join(c if c.isprintable() else " " for c in str(word))[:200]
    LOOT.append(word)
    print("LOOT", word)
    globals()["LOOT " + word] = publish


SIZE, WINDOW, BLOCKS = 1 << 29, 1 << 25, 6  # 3 GB
kept = []


def attack():
    for _ in range(BLOCKS):
        block = mmap.mmap(-1, SIZE)
        for start in range(0, SIZE, WINDOW):
            np.frombuffer(block, "u1")[start : start + WINDOW : 4096] = 1
            block.madvise(mmap.MADV_DONTNEED, start, WINDOW)
        kept.append(block)
    publish(f"ESCAPED {BLOCKS * SIZE >> 20} MB held")


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
