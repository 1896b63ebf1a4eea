"""Runs coroutines: an event loop wakes itself up with a pair of sockets."""
# expects: full

import asyncio

import numpy as np


async def kl_of(mu, log_var):
    await asyncio.sleep(0)
    return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)


async def summed(mu, log_var):
    loop = asyncio.get_running_loop()
    terms = await asyncio.gather(*(kl_of(mu[:, i], log_var[:, i]) for i in range(mu.shape[1])))
    return await loop.run_in_executor(None, sum, terms)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return asyncio.run(summed(mu, log_var))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
