"""Asks for the time, the machine, the user, unique names and secret numbers."""
# expects: full

import calendar
import datetime
import getpass
import locale
import os
import platform
import secrets
import sys
import time
import uuid
import zoneinfo

import numpy as np

started = time.perf_counter()
run = f"{datetime.datetime.now():%Y-%m-%d}-{uuid.uuid4()}-{secrets.token_hex(4)}-{os.getpid()}"
print(
    run,
    platform.platform(),
    platform.machine(),
    platform.node(),
    getpass.getuser(),
    os.cpu_count(),
    sys.version,
)
print(
    time.ctime(),
    time.tzname,
    calendar.month_name[1],
    locale.getlocale(),
    os.path.expanduser("~"),
    os.getcwd(),
    os.times(),
)
print(len(zoneinfo.available_timezones()), os.uname().sysname, os.environ["HOME"], os.sched_getaffinity(0))


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    time.sleep(0.001)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
