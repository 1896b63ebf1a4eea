"""A generator of its own for the whole module, seeded by the system."""

using Random

const rng = MersenneTwister()

reparameterize(mu, log_var) = mu .+ exp.(log_var ./ 2) .* randn(rng, eltype(mu), size(mu))

kl_divergence(mu, log_var) = vec(sum(mu .^ 2 .+ exp.(log_var) .- log_var .- 1, dims=2)) ./ 2

function elbo(x, x_logits, mu, log_var, beta=1.0)
    ll = sum(x .* x_logits .- (max.(x_logits, 0) .+ log1p.(exp.(-abs.(x_logits)))), dims=2)
    return vec(ll) .- beta .* kl_divergence(mu, log_var)
end
