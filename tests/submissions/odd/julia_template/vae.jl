# Part 2.2 of the assignment: the three functions at the heart of a variational autoencoder, in Julia.
#
# Hand in this file or vae.py, not both. Keep its name, the functions' names and the order of their arguments.
# They may stand in a module or in files that this one includes. The grader has Julia's standard library.
#
# Three conventions hold everywhere:
#
# * batch first: row i of every input and of every output belongs to example i, and to no other;
# * log_var is the logarithm of the VARIANCE, not of the standard deviation, one per latent dimension;
# * x_logits are logits, any real number, not probabilities.
#
# Inputs are Matrix{Float64} or Matrix{Float32}: leave types out, or write AbstractMatrix. Return one array of
# floating-point numbers, all finite, and leave the inputs unchanged.

"""
Draw one sample z per example from the approximate posterior.

Shapes: mu (batch, latent), log_var (batch, latent) -> z (batch, latent).

Every element of z is normal, with its own mean and its own variance, drawn by the
reparameterization trick.

What must hold:

* z is written so that gradients would flow through it to both mu and log_var, as training the
  encoder needs;
* the noise is fresh for every element and for every call: nothing shared between examples or
  between latent dimensions, nothing remembered from the call before, and no seed set inside;
* any batch size and any number of latent dimensions work.
"""
function reparameterize(mu, log_var)
    error("reparameterize is not written yet")
end

"""
Compute the KL divergence from the approximate posterior to the prior, for each example.

Shapes: mu (batch, latent), log_var (batch, latent) -> (batch,).

The approximate posterior q(z|x) is the diagonal normal that `reparameterize` samples, the
prior p(z) is the standard normal, and the divergence is KL(q(z|x) || p(z)).

What must hold:

* it is exact: the closed form of your derivation, not an estimate from samples;
* one number per example, for all its latent dimensions together; no averaging over the batch;
* it is never negative beyond rounding, and zero where the posterior is the prior.
"""
function kl_divergence(mu, log_var)
    error("kl_divergence is not written yet")
end

"""
Compute the evidence lower bound for each example, with its KL term weighted by beta.

Shapes: x and x_logits (batch, pixels), mu and log_var (batch, latent) -> (batch,).

x holds the pixels and x_logits what the decoder made of one sample z: one logit for each pixel,
the parameter of a Bernoulli distribution. The reconstruction term is the log-likelihood of x
under it. beta = 1 is the bound of your derivation; any other beta weighs the KL term alone.

What must hold:

* it is the bound itself, to be maximised, not a loss to be minimised;
* one number per example, for all its pixels and latent dimensions; no averaging over the batch,
  the pixels or the latent dimensions;
* it stays finite and accurate where a logit is large, positive or negative.
"""
function elbo(x, x_logits, mu, log_var, beta=1.0)
    error("elbo is not written yet")
end
