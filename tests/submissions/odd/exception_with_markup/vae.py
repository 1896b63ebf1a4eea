import numpy as np

print("[blue]printed[/blue] \x1b[2J")


def reparameterize(mu, log_var):
    eps = np.random.randn(*mu.shape).astype(mu.dtype)
    return mu + np.exp(log_var / 2) * eps


def kl_divergence(mu, log_var):
    raise ValueError("[bold red]not markup[/] :warning: \x1b[31m \x1b]0;title\x07 ä漢")


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    kl = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return log_px - beta * kl
