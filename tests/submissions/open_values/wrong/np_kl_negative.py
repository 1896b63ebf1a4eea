"""The KL has the wrong sign, the ELBO the right one."""
# fails: kl_values, kl_nonnegative, kl_gradient
# diagnosis: kl_sign_flipped

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) + beta * kl(mu, log_var)
