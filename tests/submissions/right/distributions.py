"""Everything through torch.distributions: rsample, kl_divergence and Bernoulli log_prob."""

from torch.distributions import Bernoulli, Normal
from torch.distributions import kl_divergence as kl_between


def posterior(mu, log_var):
    return Normal(loc=mu, scale=(log_var / 2).exp())


def reparameterize(mu, log_var):
    # rsample (not sample!) keeps the gradient
    return posterior(mu, log_var).rsample()


def kl_divergence(mu, log_var):
    # Normal is elementwise, so add up the latent dimensions
    prior = Normal(0.0, 1.0)
    return kl_between(posterior(mu, log_var), prior).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = Bernoulli(logits=x_logits).log_prob(x).sum(dim=-1)
    return log_px - beta * kl_divergence(mu, log_var)
