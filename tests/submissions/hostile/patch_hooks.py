"""Hooks itself into tracing, auditing, imports, warnings, exceptions and garbage collection."""
# expects: full

import gc
import sys
import threading
import warnings

import numpy as np

LOOT = []


def publish(word):
    """Put what was found wherever its author may get to see it."""
    word = "".join(c if c.isprintable() else " " for c in str(word))[:200]
    LOOT.append(word)
    print("LOOT", word)
    globals()["LOOT " + word] = publish


def attack():
    def hook(*args, **options):
        return hook

    def audit(event, args):
        if event in ("os.listdir", "subprocess.Popen", "exec", "pickle.find_class"):
            raise SystemExit(event)

    sys.settrace(hook)
    sys.setprofile(hook)
    threading.settrace(hook)
    threading.setprofile(hook)
    sys.excepthook = sys.unraisablehook = threading.excepthook = sys.displayhook = hook
    sys.addaudithook(audit)
    sys.breakpointhook = hook
    gc.callbacks.append(hook)
    warnings.showwarning = warnings.warn = hook
    sys.meta_path.insert(0, type("Finder", (), {"find_spec": staticmethod(lambda *args: None)}))
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    sys.setswitchinterval(1e-6)
    sys.setrecursionlimit(10**6)
    sys.path[:] = []


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
