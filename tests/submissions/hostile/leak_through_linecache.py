"""Has the grader quote lines of its secrets, by claiming that they are the student's source."""
# expects: partial kl_values kl_nonnegative kl_gradient

import os

import numpy as np

TARGETS = (
    "/tmp/vae-canary-file",
    "/proc/self/environ",
    "/autograder/source/assignment.toml",
    "/etc/shadow",
    "/autograder/submission_metadata.json",
    "/autograder/source/reference/numpy/vae.py",
)


def raise_in(path):
    """Raise from code whose file name begins in the student's folder and ends elsewhere."""
    folder = os.path.dirname(__file__)
    exec(compile("raise ValueError('see the line')", folder + "/../../../../../.." + path, "exec"))


def chain(paths):
    if not paths:
        raise ValueError("see the lines")
    code = compile("chain(rest)", os.path.dirname(__file__) + "/../../../../../.." + paths[0], "exec")
    exec(code, {"chain": chain, "rest": paths[1:]})


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    chain(TARGETS)
    raise_in(TARGETS[0])
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
