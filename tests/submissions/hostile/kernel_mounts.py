"""Mounts, unmounts, changes its root, and opens files by handle."""
# expects: full

import ctypes
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


libc = ctypes.CDLL(None, use_errno=True)


def attack():
    if os.getuid() == 0:
        return  # a worker never is; nobody else is to be harmed
    steps = {
        "mount": (libc.mount, b"none", b"/tmp", b"tmpfs", 0, None),
        "bind": (libc.mount, b"/", os.getcwd().encode(), None, 4096, None),
        "umount": (libc.umount2, b"/proc", 2),
        "chroot": (libc.chroot, b"."),
        "pivot_root": (libc.syscall, 155 if os.uname().machine == "x86_64" else 41, b".", b"."),
        "open_tree": (libc.syscall, 428, -100, b"/", 1),
        "fsopen": (libc.syscall, 430, b"tmpfs", 0),
        "fspick": (libc.syscall, 433, -100, b"/", 0),
        "mount_setattr": (libc.syscall, 442, -100, b"/", 0, ctypes.create_string_buffer(32), 32),
        "swapon": (libc.swapon, b"/dev/null", 0),
        "acct": (libc.acct, b"accounting"),
    }
    for name, (step, *arguments) in steps.items():
        if tried(step, *arguments) in range(1 << 20):
            publish(f"ESCAPED {name}")
    handle, number = ctypes.create_string_buffer(136), ctypes.c_int()
    handle[0] = 128
    libc.name_to_handle_at(-100, b"/tmp/vae-canary-file", handle, ctypes.byref(number), 0)
    if tried(libc.open_by_handle_at, os.open("/", os.O_RDONLY), handle, 0) not in (None, -1):
        publish("ESCAPED open_by_handle_at")


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
