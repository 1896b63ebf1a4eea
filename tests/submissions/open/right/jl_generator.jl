"""The generator comes first."""

using Random

sample_q(rng::AbstractRNG, μ, σ) = μ .+ σ .* randn(rng, size(μ)...)
