"""Parts of the VAE that the notebook and vae.py share."""

from .likelihood import bernoulli_log_prob
from .posterior import GaussianPosterior

__all__ = ["GaussianPosterior", "bernoulli_log_prob"]
