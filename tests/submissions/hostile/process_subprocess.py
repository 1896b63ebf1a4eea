"""Starts programs in every way that Python has: shells, spawn, pty, workers."""
# expects: full

import concurrent.futures
import multiprocessing
import os
import pty
import subprocess

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


PID = os.getpid()
COMMAND = ["/bin/sh", "-c", "echo LOOT shell; sleep 1 # vae-hostile"]


def attack():
    for method in ("fork", "spawn", "forkserver"):
        tried(multiprocessing.get_context(method).Process(target=print).start)
        if multiprocessing.active_children():
            publish(f"ESCAPED multiprocessing {method}")
    for way in (
        lambda: subprocess.run(COMMAND, check=True),
        lambda: subprocess.Popen(COMMAND, start_new_session=True),
        lambda: subprocess.Popen(COMMAND, close_fds=False, shell=False, process_group=0),
        lambda: os.posix_spawn(COMMAND[0], COMMAND, {}),
        lambda: os.spawnv(os.P_NOWAIT, COMMAND[0], COMMAND),
        lambda: os.system(COMMAND[2]) == 0 or 1 / 0,
        lambda: "LOOT" in os.popen(COMMAND[2]).read() or 1 / 0,
        pty.fork,
        os.forkpty,
        lambda: concurrent.futures.ProcessPoolExecutor(1).submit(abs, 1).result(0.2),
    ):
        if tried(way) is not None:
            if os.getpid() != PID:
                os._exit(0)
            publish("ESCAPED a program was started")


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
