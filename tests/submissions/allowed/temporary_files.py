"""Uses temporary files and folders of every kind, at import and in calls."""
# expects: full

import os
import tempfile

import numpy as np

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "half.npy")
    np.save(path, np.array(0.5))
    HALF = float(np.load(path))

descriptor, kept = tempfile.mkstemp(suffix=".log")
os.write(descriptor, b"kept until the end\n")
os.close(descriptor)


def through_a_file(array):
    with tempfile.TemporaryFile() as file, tempfile.SpooledTemporaryFile(max_size=10) as spooled:
        spooled.write(b"more than ten bytes")
        np.save(file, array)
        file.seek(0)
        return np.load(file)


def reparameterize(mu, log_var):
    return mu + np.exp(HALF * log_var) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return through_a_file(0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
