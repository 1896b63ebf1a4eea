"""Messages with terminal escapes: colours, titles, links, clipboards, cursor moves, bells."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

TEXT = (
    "\x1b[2J\x1b[H\x1b[32mpassed 60/60\x1b[0m\x1b]0;title\x07\x1b]52;c;MTAvMTA=\x07\x1b]8;;http://127.0.0.1\x1b\\link"
    "\x1b]8;;\x1b\\\r\b\b\b\x00\x07\x0c\x0b\x7f\x9b31m\x90q\x85\u2028\u2029\x1bPq\x1b\\\x1b[6n\x1b[?1049h\x1bc"
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
