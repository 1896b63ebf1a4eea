"""Training code below, behind Julia's main guard."""

using Random
using LinearAlgebra: dot

const LATENT = 20

mutable struct Encoder
    weights::Matrix{Float64}
end

(e::Encoder)(x) = x * e.weights

function reparameterize(mu, log_var)
    eps = randn!(similar(mu))
    return muladd.(exp.(log_var / 2), eps, mu)
end

kl_divergence(mu, log_var) = map(axes(mu, 1)) do i
    m, s = view(mu, i, :), view(log_var, i, :)
    (dot(m, m) + sum(exp, s) - sum(s) - length(s)) / 2
end

function elbo(x, x_logits, mu, log_var, beta=1.0)
    log_px = x .* x_logits .- ifelse.(x_logits .> 0, x_logits, zero(x_logits)) .- log1p.(exp.(-abs.(x_logits)))
    return sum(log_px, dims=2)[:, 1] .- beta .* kl_divergence(mu, log_var)
end

if abspath(PROGRAM_FILE) == @__FILE__
    using Flux, MLDatasets
    encoder = Encoder(randn(784, LATENT))
    for epoch in 1:100, (x, _) in MLDatasets.MNIST(:train)
        Flux.update!(encoder, x)
    end
end
