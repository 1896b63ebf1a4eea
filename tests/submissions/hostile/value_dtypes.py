"""Returns every dtype there is: strings, dates, records with markup in their names, halves, bits."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

calls = 0


def next_of(values):
    global calls
    calls += 1
    return values[calls % len(values)]


MARKUP = "<script>alert(1)</script>[bold]**x**"
DTYPES = (
    "f2",
    "g",
    "c16",
    "M8[ns]",
    "m8[s]",
    "S10",
    "U1000",
    "V7",
    "O",
    "?",
    "u8",
    ">i2",
    [(MARKUP, "f8"), ("b", "O")],
    [("x" * 100_000, "f8")],
    ("f8", (3, 3)),
)


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return np.zeros(len(mu), next_of(DTYPES))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
