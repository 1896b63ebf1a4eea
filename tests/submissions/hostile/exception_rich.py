"""Messages with the markup of terminal libraries, right and broken."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

TEXT = (
    "[bold red]60/60[/bold red] [/] [/bold] [link=http://127.0.0.1]x[/link] [blink]x [@click=app.quit()]x[/] \\[x] "
    "[not a style]x[/not a style] :smile: [red on [green]] [conceal]x[/] {score} %s %(score)s {0} {0.__class__} $score"
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
