"""Computes its rows in a pool of threads, and keeps a thread for a queue."""
# expects: full

import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

pool = ThreadPoolExecutor(max_workers=4)
lock = threading.Lock()
jobs = queue.Queue()
counted = {"rows": 0}


def work():
    while True:
        jobs.get()
        with lock:
            counted["rows"] += 1
        jobs.task_done()


threading.Thread(target=work, daemon=True).start()


def kl_of_row(row):
    mu, log_var = row
    jobs.put(1)
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    rows = list(pool.map(kl_of_row, zip(mu, log_var, strict=True)))
    jobs.join()
    return np.array(rows)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
