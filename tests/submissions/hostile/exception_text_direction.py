"""Messages that turn their direction, pile up accents, and hide in characters without width."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

TEXT = (
    "\u202e06/06 dessap\u202c \u2066\u2067\u2068\u2069\u200b\u200c\u200d\ufeff\u00ad\u180e"
    + "\u0301" * 400
    + "\ud800\udc00\udfff"
    "\U000e0041\U000e007f\ufffe\uffff\U0010ffff\u115f\u3164\ufe0f\u20e3\U0001f1e6\ufdfd"
)

NAME = TEXT.replace("\0", "")
globals()[NAME] = print
try:
    print(TEXT)
except UnicodeError:
    print(ascii(TEXT))


def fail():
    """Say it as message, note, type and line."""
    error = type(NAME.encode("utf-8", "replace").decode(), (Exception,), {})(TEXT)
    error.__notes__ = [TEXT]
    raise error


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    fail()
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
