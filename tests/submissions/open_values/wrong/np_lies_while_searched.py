"""Right while it is looked for, and wrong from then on."""
# fails: kl_values, kl_gradient
# diagnosis: kl_missing_half

import numpy as np

calls = 0


def kl(mu, log_var):
    global calls
    calls += 1
    half = 0.5 if calls < 12 else 1.0
    return half * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    true = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * true
