"""Returns objects of types whose names and modules are markup, endless, or run code."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

calls = 0


def next_of(values):
    global calls
    calls += 1
    return values[calls % len(values)]


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit("10/10")

    @property
    def __module__(cls):
        return Meta


TYPES = (
    type("<img src=x onerror=alert(1)>", (), {"__module__": "[bold red]full marks[/]"}),
    type("\x1b[2J\x1b]0;10/10\x07\u202e", (), {}),
    type("x" * 1_000_000, (), {"__module__": "y" * 1_000_000}),
    type("\U0010ffff", (), {"__module__": 7}),
    type("NoneType", (), {"__module__": "builtins"}),
    Meta("Meta", (), {}),
)


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return next_of(TYPES)()


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
