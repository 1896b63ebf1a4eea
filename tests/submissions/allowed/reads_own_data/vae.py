"""Reads data files that were handed in with it: JSON, CSV, text, and from a package."""
# expects: full

import csv
import json
from helpers import half
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
CONSTANTS = json.loads((HERE / "constants.json").read_text(encoding="utf-8"))
with open("weights.csv", newline="") as file:
    WEIGHTS = {row["name"]: float(row["value"]) for row in csv.DictReader(file)}
SCALE = np.loadtxt(HERE / "data" / "noise scale.txt")
assert sorted(path.name for path in HERE.glob("data/*.t*")) == ["noise scale.txt", "settings.toml"]


def reparameterize(mu, log_var):
    return mu + np.exp(SCALE * log_var) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return half() * np.sum(mu**2 + np.exp(log_var) - CONSTANTS["one"] - WEIGHTS["one"] * log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
