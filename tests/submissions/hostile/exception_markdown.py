"""Messages with Markdown: headings, tables, links, images, mathematics, code fences."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

TEXT = (
    "\n\n# Score: 60/60\n\n```\n\n| a | b |\n|---|---|\n| **passed** | 60 |\n\n[x](javascript:alert(1)) ![x](http://127.0.0.1/x)"
    "\n\n$$\\href{javascript:alert(1)}{x}$$ ~~~ <br> ***\n---\n===\n> quoted\n\n1. passed\n\n    code\n"
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
