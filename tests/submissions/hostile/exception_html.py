"""Messages with HTML: scripts, images, forms, styles, comments that are never closed."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

TEXT = (
    "</pre></div></textarea><script>alert('10/10')</script><img src=x onerror=alert(1)><svg/onload=alert(1)>"
    "<style>*{display:none}</style><iframe src='javascript:alert(1)'></iframe><a href='javascript:alert(1)'>x</a>"
    "<form action='http://127.0.0.1'><meta http-equiv=refresh content='0;url=http://127.0.0.1'><!-- &lt;b&gt; ]]> -->"
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
