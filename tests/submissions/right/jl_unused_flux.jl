"""Loads Flux, with packages of the standard library in the same line, and uses it in training alone."""

using Flux, Random, Statistics
using Flux: Chain, Dense

reparameterize(mu, log_var) = mu .+ exp.(log_var ./ 2) .* randn(eltype(mu), size(mu))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- 1 .- log_var; dims=2)) ./ 2

softplus(a) = max(a, zero(a)) + log1p(exp(-abs(a)))

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = vec(sum(x .* x_logits .- softplus.(x_logits); dims=2))
    return log_px .- beta .* kl_divergence(mu, log_var)
end

function train!(model, data)
    Flux.train!(model, data, Flux.Adam())
end
