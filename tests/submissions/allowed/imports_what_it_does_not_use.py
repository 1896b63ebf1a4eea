"""Imports what may not be used here: processes, sockets, servers, signals, C."""
# expects: full

import asyncio
import ctypes
import fcntl
import http.server
import mmap
import multiprocessing
import resource
import socket
import sqlite3
import ssl
import subprocess
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool, shared_memory

import numpy as np


def train(epochs):
    with Pool(2) as pool, ProcessPoolExecutor() as executor:
        list(executor.map(abs, pool.map(abs, range(epochs))))
        subprocess.run(["nvidia-smi"], check=False)
        urllib.request.urlopen("https://example.org/data.npz")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    train(100)
