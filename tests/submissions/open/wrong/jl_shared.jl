"""Noise shared by the dimensions."""

sample_z(μ, σ) = μ .+ σ .* randn(size(μ, 1))
