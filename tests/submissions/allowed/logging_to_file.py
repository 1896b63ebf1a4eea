"""Logs to a file, to the error stream and to rotating files, in every call."""
# expects: full

import logging
import logging.handlers
import sys

import numpy as np

logging.basicConfig(
    filename="training.log", level=logging.DEBUG, format="%(asctime)s %(levelname)s %(message)s"
)
log = logging.getLogger("vae")
log.addHandler(logging.StreamHandler(sys.stderr))
log.addHandler(logging.handlers.RotatingFileHandler("rotating.log", maxBytes=2000, backupCount=2))
log.info("imported with numpy %s", np.__version__)


def reparameterize(mu, log_var):
    log.debug("shape %s", mu.shape)
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log.warning("beta is %s", beta)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
