"""Uniform noise."""

sample_z(μ, σ) = μ .+ σ .* rand(size(μ)...)
