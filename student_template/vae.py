"""Part 2.2 of the assignment: the three functions at the heart of a variational autoencoder.

Write them in PyTorch or in NumPy, whichever you like; both can earn full marks. Delete the import
that you do not use: a file that imports torch is called with PyTorch tensors, any other file with
NumPy arrays. Keep the file's name, the functions' names and their arguments as they are.

Three conventions hold everywhere:

* batch first: row i of every input and of every output belongs to example i, and to no other;
* log_var is the logarithm of the VARIANCE, not of the standard deviation, one per latent dimension;
* x_logits are logits, any real number, not probabilities.

Inputs are float32 or float64. Return one tensor (or array) of the same dtype, with only finite
numbers in it, and leave the inputs unchanged.
"""

import numpy as np
import torch


def reparameterize(mu, log_var):
    """Draw one sample z per example from the approximate posterior.

    Shapes: mu (batch, latent), log_var (batch, latent) -> z (batch, latent).

    Every element of z is normal, with its own mean and its own variance, drawn by the
    reparameterization trick.

    What must hold:

    * gradients flow through z to both mu and log_var, as training the encoder needs. In NumPy,
      where nothing computes gradients for you, write z so that they would;
    * the noise is fresh for every element and for every call: nothing shared between examples or
      between latent dimensions, nothing remembered from the call before, and no seed set inside;
    * any batch size and any number of latent dimensions work.
    """
    raise NotImplementedError("reparameterize is not written yet")


def kl_divergence(mu, log_var):
    """Compute the KL divergence from the approximate posterior to the prior, for each example.

    Shapes: mu (batch, latent), log_var (batch, latent) -> (batch,).

    The approximate posterior q(z|x) is the diagonal normal that `reparameterize` samples, the
    prior p(z) is the standard normal, and the divergence is KL(q(z|x) || p(z)).

    What must hold:

    * it is exact: the closed form of your derivation, not an estimate from samples;
    * one number per example, for all its latent dimensions together; no averaging over the batch;
    * it is never negative beyond rounding, and zero where the posterior is the prior;
    * gradients flow to mu and log_var.
    """
    raise NotImplementedError("kl_divergence is not written yet")


def elbo(x, x_logits, mu, log_var, beta=1.0):
    """Compute the evidence lower bound for each example, with its KL term weighted by beta.

    Shapes: x and x_logits (batch, pixels), mu and log_var (batch, latent) -> (batch,).

    x holds the pixels and x_logits what the decoder made of one sample z: one logit for each pixel,
    the parameter of a Bernoulli distribution. The reconstruction term is the log-likelihood of x
    under it. beta = 1 is the bound of your derivation; any other beta weighs the KL term alone.

    What must hold:

    * it is the bound itself, to be maximised, not a loss to be minimised;
    * one number per example, for all its pixels and latent dimensions; no averaging over the batch,
      the pixels or the latent dimensions;
    * it stays finite and accurate where a logit is large, positive or negative;
    * gradients flow to x_logits, mu and log_var.
    """
    raise NotImplementedError("elbo is not written yet")
