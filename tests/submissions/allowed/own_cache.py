"""Keeps a cache on disk: pickle, npz, JSON, shelve and a database, written and read back."""
# expects: full

import json
import os
import pickle
import shelve
import sqlite3

import numpy as np

cache = os.path.join(os.path.expanduser("~"), ".cache", "vae")
os.makedirs(cache, exist_ok=True)
with open(f"{cache}/half.pickle", "wb") as file:
    pickle.dump({"half": 0.5}, file)
np.savez_compressed(f"{cache}/half.npz", half=np.array(0.5))
with open(f"{cache}/half.json", "w") as file:
    json.dump({"half": 0.5}, file)
with shelve.open(f"{cache}/shelf") as shelf:
    shelf["half"] = 0.5
with sqlite3.connect(f"{cache}/half.db") as database:
    database.execute("create table cache (name text, value real)")
    database.execute("insert into cache values ('half', 0.5)")


def half():
    with open(f"{cache}/half.pickle", "rb") as file:
        values = [pickle.load(file)["half"], float(np.load(f"{cache}/half.npz")["half"])]
    with shelve.open(f"{cache}/shelf") as shelf:
        values.append(shelf["half"])
    values += database.execute("select value from cache").fetchone()
    assert values == [0.5] * 4
    return values[0]


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return half() * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
