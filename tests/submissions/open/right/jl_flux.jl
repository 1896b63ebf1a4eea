"""Flux above, for training alone."""

using Flux
using Flux: Chain, Dense

reparameterize(μ, logvar) = μ .+ exp.(0.5f0 .* logvar) .* randn(Float32, size(μ))

function train!(model, data)
    Flux.train!(model, data)
end
